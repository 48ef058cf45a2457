import PluginKit

/// What publics think, as far as polls and reports tell, and how far that bounds those who sign.
///
/// No issue is of this module's own kind, and nothing follows from an opinion for what packages are possible or worth; so it
/// contributes neither vocabulary nor linkages nor wording.
@main
package struct Opinion {
    package static let id = "opinion"

    static let module = Module(
        id, section: OpinionSection.shape,
        validate: { SectionCheck($0).faults() },
        analyzers: [WinSetAnalyzer(), RoomAnalyzer(), TrendsAnalyzer()])

    package static func main() async { await module.run() }
}
