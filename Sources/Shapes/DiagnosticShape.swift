extension Diagnostic {
    public static let shape = Shape.record(
        "diagnostic", Diagnostic(code: "", ""),
        [
            .required("severity", \.severity, .word("a severity"), "error | warning"),
            .required("code", \.code, .text, "a stable word"),
            .required("message", \.message, .text, "what is wrong, and why"),
            .optional("hint", \.hint, .text, "what to do next"),
            .standard("pointer", \.pointer, Pointer(), .pointer, "the place in the document"),
            .standard("part", \.part, .value, .word("a part"), "key | value: which part of that place is meant"),
            .optional("offset", \.offset, .int(0...1_000_000), "how many characters into the text there, for one with an inner structure"),
            .optional("place", \.place, Place.shape, "the place in a file"),
            .optional("related", \.related, Place.shape, "a second place that belongs to it"),
        ])
}

extension Diagnostic.Place {
    public static let shape = Shape.record(
        "place", Diagnostic.Place(file: "", line: 0, column: 0),
        [
            .required("file", \.file, .text, "path, as it was given"),
            .required("line", \.line, .int(0...Int.max), "from 1"),
            .required("column", \.column, .int(0...Int.max), "from 1"),
            .optional("excerpt", \.excerpt, .text, "the line"),
        ])
}
