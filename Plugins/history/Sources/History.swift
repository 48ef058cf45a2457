import PluginKit

/// What past dealings teach: lessons as tests on a package, the phases that led here, and past agreements beside the one at
/// hand. It has no kinds of issues of its own, and nothing follows from the past of necessity, so it adds no requirements.
@main
package struct History {
    package static let id = "history"

    static let module = Module(
        id, section: HistorySection.shape, validate: { SectionCheck($0).faults() },
        analyzers: [PremortemAnalyzer(), TimelineAnalyzer(), PrecedentsAnalyzer()])

    package static func main() async { await module.run() }
}
