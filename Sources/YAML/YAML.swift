import Shapes

/// YAML as people write it: one document, to and from value trees.
///
/// Plain scalars follow the core schema of YAML 1.2, narrowed to what reads the same to everybody: `yes`, `on`, `0x10`,
/// `012`, dates and times are texts, and anything in quotes is a text.
package enum YAML {
    /// What one file may ask of the machine. They hold before memory is spent, not after.
    package struct Limits: Sendable {
        package var bytes = 8 << 20
        /// Lists and mappings within each other, aliases written out.
        package var depth = 64
        /// Values, aliases written out.
        package var nodes = 1_000_000
        package var aliases = 1_000

        package static let standard = Limits()

        package init() {}
    }

    /// Reads one document. What is wrong with the content of a readable file (duplicate keys, tags, numbers) is told all at
    /// once; what makes it unreadable ends the reading.
    package static func parse(_ text: String, file: String, limits: Limits = .standard) throws(Diagnostics) -> Value {
        try parse(Array(text.utf8), file: file, limits: limits)
    }

    package static func parse(_ bytes: [UInt8], file: String, limits: Limits = .standard) throws(Diagnostics) -> Value {
        guard bytes.count <= limits.bytes else {
            throw Diagnostics([
                Diagnostic(
                    code: "too-large",
                    "the file has \(bytes.count) bytes, and Parley reads files of up to \(limits.bytes) bytes",
                    hint: "split it into several files, and keep annexes and raw data elsewhere",
                    place: .init(file: file, line: 1, column: 1))
            ])
        }
        let source = try SourceText(bytes, file: file)
        guard !source.bytes.isEmpty else { throw Diagnostics([source.emptiness]) }
        return try source.bytes.withUnsafeBufferPointer { buffer throws(Diagnostics) in
            var composer = Composer(source: source, buffer: buffer, limits: limits)
            return try composer.document()
        }
    }
}
