import Foundation

/// A finished run of a program.
package struct CommandResult: Sendable {
    package var status: Int32
    package var output: String
    package var errors: String
}

package enum Command {
    /// The folder of the built products, where `parley` and `parleyd` lie beside the tests.
    package static let products: String = {
        // Swift Testing runs the tests in a helper process whose arguments name the test bundle.
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: bundle).resolvingSymlinksInPath().deletingLastPathComponent().path
    }()

    /// The root of the checkout.
    package static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// Runs a program to its end and collects what it printed.
    ///
    /// - Parameters:
    ///   - program: a path, or the name of a product.
    ///   - environment: replaces variables of this process; an empty value removes one.
    package static func run(
        _ program: String, _ arguments: [String], environment: [String: String] = [:], input: String? = nil, directory: String? = nil
    ) throws -> CommandResult {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program.hasPrefix("/") ? program : "\(products)/\(program)")
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }.filter { !$1.isEmpty }
        if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
        // Files rather than pipes: a daemon that a command starts may hold them open without keeping anybody waiting.
        let folder = try TemporaryDirectory()
        func handle(_ name: String) throws -> FileHandle {
            try folder.write("", to: name)
            return try FileHandle(forWritingTo: URL(fileURLWithPath: "\(folder.path)/\(name)"))
        }
        let (output, errors) = (try handle("out"), try handle("err"))
        try folder.write(input ?? "", to: "in")
        process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: "\(folder.path)/in"))
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        process.waitUntilExit()
        func text(_ name: String) throws -> String { String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(name)")), as: UTF8.self) }
        return CommandResult(status: process.terminationStatus, output: try text("out"), errors: try text("err"))
    }
}
