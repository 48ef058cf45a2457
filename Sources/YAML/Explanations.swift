// Keys, values and lines: one account for each kind of mistake.

extension Explainer {
    /// Spaces that look like spaces and are none, as word processors and web pages leave them.
    var strangeSpace: Account? {
        for number in [here.line, context.line, lineAbove(here.line) ?? here.line] {
            let lead = line(number).prefix { $0.properties.isWhitespace || $0 == "\u{FEFF}" }
            guard let column = lead.firstIndex(where: { $0 != " " && $0 != "\t" }) else { continue }
            return Account(
                "this line begins with something that looks like a space and is none (\(SourceText.name(lead[column]))), as "
                    + "word processors and web pages leave it",
                hint: "delete the spaces at the beginning of the line and type them again",
                at: Position(line: number, column: column + 1, index: 0))
        }
        return nil
    }

    /// A second “: ” on a line, or a key below something that is complete.
    var unexpectedColon: Account {
        let head = before(here)
        if head.count > 1_000 {
            return Account("a key longer than 1000 characters", hint: "is a quote or a line break missing before it?", at: here)
        }
        if head.last == ":" {
            return Account("a second “:” stands on this line", hint: "take it away, or put the text into quotes", at: here)
        }
        if let colon = text(head).firstRange(of: ": ") {
            let key = Explainer.short(String(text(head)[..<colon.lowerBound]))
            let value = text(head)[colon.upperBound...].drop { $0 == " " }
            let curly = value.first.map { "“”„«".contains($0) } ?? false
            return Account(
                "the text behind “\(key):” contains a second “: ”, which YAML takes for another key",
                hint: curly
                    ? "put the text into straight quotes (\"); YAML takes curly ones for letters" : quoteHint(here.line),
                at: here)
        }
        return misplaced
    }

    /// A line that the lines above do not expect.
    private var misplaced: Account {
        let width = indentation(line(here.line))
        let start = Position(line: here.line, column: width + 1, index: 0)
        guard let above = lineAbove(here.line) else {
            return Account("a “:” stands here where none can", hint: "is the key before it missing?", at: here)
        }
        if let account = overindented { return account }
        let isBelowKey = lines.prefix(here.line - 1).contains { isContent($0) && indentation($0) < width }
        if indentation(line(above)) > width, isBelowKey, let account = misindented { return account }
        if let account = colonless(line: above) { return account }
        return Account(
            "this line does not fit to the lines above it",
            hint: "compare its indentation with theirs: what belongs together begins in the same column", at: start)
    }

    /// A line further in than the one above, which has its value.
    private var overindented: Account? {
        guard let above = lineAbove(here.line), indentation(line(here.line)) > indentation(line(above)) else { return nil }
        return Account(
            "this line is indented further than line \(above), which is complete without it",
            hint:
                "let it begin in column \(indentation(line(above)) + 1) if it stands beside line \(above); if it belongs below "
                + "that line, the line must end with its “:”",
            at: Position(line: here.line, column: indentation(line(here.line)) + 1, index: 0))
    }

    var missingColon: Account { colonless(at: context) }

    /// A line that could be a key, were it not for its colon.
    func colonless(line number: Int) -> Account? {
        let start = Position(line: number, column: indentation(line(number)) + 1, index: 0)
        let content = rest(from: start)
        guard let first = content.first, !"-[{\"'&*!|>".contains(first), !content.contains(": "), !content.hasSuffix(":") else {
            return nil
        }
        return colonless(at: start)
    }

    /// A text where a key is due.
    private func colonless(at start: Position) -> Account {
        let key = rest(from: start)
        if key.hasPrefix("-"), !key.hasPrefix("- ") {
            return Account(
                "a space is missing behind the “-” of this list entry", hint: "write “- \(key.dropFirst())”", at: start)
        }
        if key.hasPrefix("\"") || key.hasPrefix("'") {
            return Account(
                "a text in quotes stands where a key should, and has no “:” behind it",
                hint: "is the closing quote missing, or the key and the “:” before it?", at: start)
        }
        let parts = key.split(separator: ":", maxSplits: 1)
        if parts.count == 2, !parts[1].hasPrefix("//") {
            return Account(
                "a space is missing behind the “:”, so that YAML takes “\(key)” for a text",
                hint: "write “\(parts[0]): \(parts[1])”", at: start)
        }
        return Account(
            "“\(key)” stands where a key should, and has no “:” behind it",
            hint: "write it as “key: value”; if it continues the text above, indent it further than the key of that text",
            at: start)
    }

    var brokenMapping: Account {
        if let account = unclosedQuote { return account }
        let character = character(at: here)
        let head = before(here)
        if head.isEmpty {
            if character == "]" || character == "}" { return strayBracket }
            if character == ":" { return Account("a key is missing before the “:”", at: here) }
            if character == "," { return afterValue }
            if let account = misindented ?? overindented { return account }
            if character == "-" {
                return Account(
                    "a list entry stands here among the keys of a mapping",
                    hint: "the list needs a key of its own: a line “key:”, and the entries below it", at: here)
            }
            return misplaced
        }
        return afterValue
    }

    var brokenList: Account {
        if let account = unclosedQuote { return account }
        guard before(here).isEmpty else { return afterValue }
        if character(at: here) == "]" || character(at: here) == "}" { return strayBracket }
        if here.column != context.column, let account = misindented { return account }
        return Account(
            "the list that begins in line \(context.line) goes on here, but this line does not begin with “- ”",
            hint: "begin it with “- ”, or indent it further if it belongs to the entry above", at: here)
    }

    /// Something behind a value that is complete.
    private var afterValue: Account {
        let next = rest(from: here)
        switch (before(here).last, character(at: here)) {
        case (_, "]"), (_, "}"): return strayBracket
        case (_, ","):
            return Account(
                "a comma stands here that separates nothing",
                hint: "take it away: commas separate values only within [ ] and { }", at: here)
        case ("\"", _):
            return Account(
                "the text in quotes ends before “\(next)”, and the line goes on",
                hint: "put the whole text into quotes; where it has quotes of its own, use single quotes around it: "
                    + "'the \"old\" one'", at: here)
        case ("'", _):
            return Account(
                "the text in single quotes ends before “\(next)”, and the line goes on",
                hint: "put the whole text into quotes; where it has an apostrophe of its own, use double quotes around it: "
                    + "\"it's old\"", at: here)
        case ("]", _), ("}", _):
            return Account(
                "the brackets are closed before “\(next)”, and the line goes on",
                hint: "if the brackets belong to a text, put the whole text into quotes", at: here)
        default:
            return Account("the value is complete before “\(next)”, and the line goes on", hint: quoteHint(here.line), at: here)
        }
    }

    var strayBracket: Account {
        Account(
            "this bracket closes nothing that is open",
            hint:
                "take it away, or look for the opening bracket that is missing before it; if it belongs to a text, put the "
                + "text into quotes", at: here)
    }

    /// A line whose indentation is that of none of the lines that it could stand beside.
    private var misindented: Account? {
        let own = indentation(line(here.line))
        guard here.column == own + 1 else { return nil }
        var below: Int?
        var number = here.line
        var nearest: (line: Int, indentation: Int)?
        while let above = lineAbove(number), below == nil {
            let width = indentation(line(above))
            if width == own { return nil }
            if width < own { below = above } else if width < nearest?.indentation ?? .max { nearest = (above, width) }
            number = above
        }
        guard let nearest else { return nil }
        let hint = below.map { "with line \($0) (\(spaces(indentation(line($0)))))" }
        return Account(
            "this line is indented by \(spaces(own)), and none of the lines it could belong to is",
            hint: "align it with line \(nearest.line) (\(spaces(nearest.indentation)))\(hint.map { " or \($0)" } ?? "")",
            at: here)
    }

    private func spaces(_ count: Int) -> String { count == 0 ? "no space" : count == 1 ? "one space" : "\(count) spaces" }

    /// A text in quotes over several lines that ends on the line where the reading stopped.
    var unclosedQuote: Account? {
        guard let quote = trail.longQuote, quote.end.line == here.line, quote.end.column <= here.column else { return nil }
        return Account(
            "the quote that opens here is closed only in line \(quote.end.line), by a quote that probably opens another text",
            hint: "close it at the end of this line", at: quote.start)
    }

    var brokenQuote: Account {
        switch fault.problem {
        case "found unexpected end of stream":
            return Account(
                "the quote that opens here is never closed", hint: "write the same quote again at the end of the text",
                at: context)
        case "found unexpected document indicator":
            return Account(
                "the quote that opens here is not closed before line \(here.line), where “---” or “...” separates documents",
                hint: "write the same quote again at the end of the text", at: context)
        default:
            return Account(
                "within double quotes a “\\” begins a special character, and “\(rest(from: escape))” is none",
                hint: "use single quotes for a text with backslashes: 'C:\\Papers'; in double quotes, write “\\\\” for “\\”",
                at: escape)
        }
    }

    /// The backslash that the reading stopped behind.
    private var escape: Position {
        var position = here
        while position.column > 1, character(at: position) != "\\" { position.column -= 1 }
        return character(at: position) == "\\" ? position : here
    }
}
