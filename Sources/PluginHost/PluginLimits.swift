import Shapes

/// What a plugin may take of the machine.
package struct PluginLimits: Sendable, Hashable {
    /// From launch to its introduction.
    package var startSeconds: Number = 5
    /// For one request, its questions to the host included.
    package var requestSeconds: Number = 60
    /// Resident, all its processes together.
    package var memoryMegabytes = 512
    /// Processes at once.
    package var processes = 32

    package init() {}

    package static let shape = Shape.record(
        "limits of plugins", PluginLimits(),
        [
            .standard("startSeconds", \.startSeconds, 5, .number(Number(significand: 1, exponent: -1)...600), "from launch to introduction"),
            .standard("requestSeconds", \.requestSeconds, 60, .number(Number(significand: 1, exponent: -1)...86_400), "for one request"),
            .standard("memoryMegabytes", \.memoryMegabytes, 512, .int(16...1_000_000), "resident, all its processes together"),
            .standard("processes", \.processes, 32, .int(1...10_000), "processes at once"),
        ])

    /// How long one that was asked to stop may take, before it is ended.
    static let grace = Duration.seconds(2)
    /// Crashes within `crashWindow` seconds that put a plugin into quarantine.
    static let crashLimit = 5
    static let crashWindow = 600
    /// Lines on standard output that are no messages, in one run, past which a plugin is ended.
    static let strayLines = 1_000
}

extension Number {
    var duration: Duration { .milliseconds((self * 1_000).rounded(decimals: 0).int ?? 60_000) }
}
