import Shapes

/// Why a plugin did not do what it was asked.
package struct PluginError: Error, Sendable {
    package enum Kind: Sendable, Hashable {
        /// It ended, was ended, or answered what is no answer.
        case failed
        /// It does not run: refused, or in quarantine.
        case unavailable
        /// It understood, and said no.
        case refused
    }

    package var kind: Kind
    package var plugin: String
    package var message: String
    package var hint: String?
    package var diagnostics: [Diagnostic] = []

    init(_ kind: Kind, _ plugin: String, _ message: String, hint: String? = nil, diagnostics: [Diagnostic] = []) {
        self.kind = kind
        self.plugin = plugin
        self.message = message
        self.hint = hint
        self.diagnostics = diagnostics
    }
}
