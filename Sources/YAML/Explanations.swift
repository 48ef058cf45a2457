import Shapes

// One account for each kind of mistake.

extension Explainer {
    /// Spaces that look like spaces and are none, as word processors and web pages leave them.
    var strangeSpace: Account? {
        for number in [here.line, context.line, lineAbove(here.line) ?? here.line] {
            let lead = line(number).prefix { $0.properties.isWhitespace || $0 == "\u{FEFF}" }
            guard let column = lead.firstIndex(where: { $0 != " " && $0 != "\t" }) else { continue }
            return Account(
                "this line begins with a special space (\(SourceText.name(lead[column]))), as word processors and web pages "
                    + "leave it, and YAML takes it for a letter",
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
        if let colon = text(head).firstRange(of: ": ") {
            let key = Explainer.short(String(text(head)[..<colon.lowerBound]))
            let value = text(head)[colon.upperBound...].drop { $0 == " " }
            let curly = value.first.map { "“”„«".contains($0) } ?? false
            return Account(
                "the text behind “\(key):” contains a second “: ”, which YAML takes for another key",
                hint: curly
                    ? "put the text into straight quotes (\"); YAML takes curly ones for letters" : quoteHint(here.line), at: here)
        }
        guard let above = lineAbove(here.line) else { return Account("a “:” stands here where none can", at: here) }
        let start = Position(line: here.line, column: indentation(line(here.line)) + 1, index: 0)
        let lineAbove = text(line(above).drop { $0 == " " })
        if indentation(line(here.line)) > indentation(line(above)) {
            return Account(
                "this line is indented further than line \(above), which is complete without it",
                hint: "indent it by \(spaces(indentation(line(above)))) if it stands beside line \(above); if it belongs below "
                    + "that line, the line must end with its “:”", at: start)
        }
        if !lineAbove.contains(": "), !lineAbove.hasSuffix(":") {
            let position = Position(line: above, column: indentation(line(above)) + 1, index: 0)
            return Account(
                "“\(Explainer.short(lineAbove))” stands where a key should, and has no “:” behind it",
                hint: "write it as “key: value”", at: position)
        }
        return Account(
            "this line does not fit to the lines above it", hint: "compare its indentation with theirs: what belongs together "
                + "begins in the same column", at: start)
    }

    var missingColon: Account {
        let key = rest(from: context)
        let scalars = Array(line(context.line).dropFirst(context.column - 1))
        if scalars.first == "-", scalars.count > 1, scalars[1] != " " {
            return Account(
                "a space is missing behind the “-” of this list entry", hint: "write “- \(key.dropFirst())”", at: context)
        }
        if let colon = key.firstIndex(of: ":"), key.index(after: colon) != key.endIndex, !key.hasPrefix("\"") {
            return Account(
                "a space is missing behind the “:”, so that YAML takes “\(key)” for a text",
                hint: "write “\(key[..<colon]): \(key[key.index(after: colon)...])”", at: context)
        }
        if scalars.first == "\"" || scalars.first == "'" {
            return Account(
                "a text in quotes stands where a key should, and has no “:” behind it",
                hint: "is the closing quote missing, or the key and the “:” before it?", at: context)
        }
        return Account(
            "“\(key)” stands where a key should, and has no “:” behind it",
            hint: "write it as “key: value”; if it continues the text above, indent it further than the key of that text",
            at: context)
    }

    var brokenMapping: Account {
        if let account = unclosedQuote { return account }
        let character = character(at: here)
        let head = before(here)
        if head.isEmpty {
            if character == "]" || character == "}" { return strayBracket }
            if character == ":" { return Account("a key is missing before the “:”", at: here) }
            if let account = misindented { return account }
            if character == "-" {
                return Account(
                    "a list entry stands here among the keys of a mapping",
                    hint: "the list needs a key of its own: a line “key:”, and the entries below it", at: here)
            }
            return Account("this line does not fit to the lines above it", hint: "compare its indentation with theirs", at: here)
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
                "a comma stands behind this value", hint: "take it away: commas separate values only within [ ] and { }", at: here)
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

    private var strayBracket: Account {
        Account(
            "this bracket closes nothing that is open",
            hint: "take it away, or look for the opening bracket that is missing before it; if it belongs to a text, put the text "
                + "into quotes", at: here)
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
            hint: "align it with line \(nearest.line) (\(spaces(nearest.indentation)))\(hint.map { " or \($0)" } ?? "")", at: here)
    }

    private func spaces(_ count: Int) -> String { count == 0 ? "no space" : count == 1 ? "one space" : "\(count) spaces" }

    /// A text in quotes over several lines that ends on the line where the reading stopped.
    private var unclosedQuote: Account? {
        guard let quote = trail.longQuote, quote.end.line == here.line, quote.end.column <= here.column else { return nil }
        return Account(
            "the quote that opens here is closed only in line \(quote.end.line), by a quote that probably opens another text",
            hint: "close it at the end of this line", at: quote.start)
    }

    var brokenQuote: Account {
        switch fault.problem {
        case "found unexpected end of stream":
            return Account(
                "the quote that opens here is never closed", hint: "write the same quote again at the end of the text", at: context)
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

// MARK: - Brackets and beginnings

extension Explainer {
    var brokenBrackets: Account {
        let opening = text(line(context.line).dropFirst(context.column - 1).prefix(1))
        let closing = opening == "[" ? "]" : "}"
        let next = character(at: here)
        if isAtEnd {
            return Account("the “\(opening)” that opens here is never closed", hint: "write “\(closing)” at its end", at: context)
        }
        if next == "]" || next == "}" {
            return Account(
                "“\(next.map { String($0) } ?? "")” stands here, but the bracket that is open is the “\(opening)” in line "
                    + "\(context.line), column \(context.column)", hint: "write “\(closing)” instead, or close the brackets in turn",
                at: here)
        }
        let isFurtherIn = indentation(line(here.line)) > indentation(line(context.line))
        if here.line > context.line, next == ":", !isFurtherIn || opening == "[" {
            return Account(
                "the “\(opening)” that opens here is not closed before line \(here.line)",
                hint: "write “\(closing)” at its end", at: context)
        }
        if next == ":" {
            if here.line > context.line {
                return Account(
                    "a “:” stands here where a “,” or “\(closing)” is due", hint: "is a comma missing at the end of line "
                        + "\(lineAbove(here.line) ?? context.line)?", at: here)
            }
            return Account(
                "a second “: ” stands here in one member of the brackets",
                hint: "put the text that it belongs to into quotes, or write a comma between two members", at: here)
        }
        return Account(
            "a “,” or a “\(closing)” is missing before “\(rest(from: here))”",
            hint: "within brackets commas stand between the values; a text with brackets, commas or quotes in it must be put into "
                + "quotes as a whole", at: here)
    }

    var missingValue: Account {
        if isAtEnd {
            return Account(
                "the bracket that opens here is never closed", hint: "write the closing bracket at its end",
                at: trail.openBracket ?? here)
        }
        switch character(at: here) {
        case ",":
            return Account(
                "a value is missing before this comma", hint: "take the comma away, or put the text that it belongs to into quotes",
                at: here)
        case "-":
            return Account(
                "a list entry with “- ” cannot stand within brackets", hint: "take the “- ” away: commas separate the values there. "
                    + "If it belongs to a text, put the text into quotes", at: here)
        case "]", "}":
            guard trail.openBracket == nil else {
                return Account(
                    "the brackets are not closed in the order in which they were opened",
                    hint: "close each “[” with “]” and each “{” with “}”, the last one first", at: here)
            }
            return strayBracket
        default:
            return Account("a value is missing before “\(rest(from: here))”", hint: "put the text into quotes if it is one", at: here)
        }
    }

    /// More text behind a document that is complete.
    var afterTheEnd: Account {
        if let account = unclosedQuote { return account }
        if character(at: here) == "]" || character(at: here) == "}" { return strayBracket }
        let first = (lines.firstIndex { isContent($0) && !text($0).hasPrefix("---") } ?? 0) + 1
        if first < here.line, indentation(line(first)) >= here.column {
            return Account(
                "this line begins further left than line \(first), the first of the file",
                hint: "let the keys of the file begin in the same column, best without spaces before them", at: here)
        }
        return Account(
            "the file is complete before “\(rest(from: here))”, and more follows",
            hint: "a file holds one mapping (lines of “key: value”), one list or one value; if brackets or quotes end too early, "
                + "take them away or put the whole text into quotes", at: here)
    }

    var unexpectedCharacter: Account {
        let character = character(at: here)
        guard character != "\t", !fault.problem.contains("tab character") else {
            return Account(
                "a tab stands here among the spaces at the beginning of the line", hint: "put spaces instead: YAML indents with "
                    + "spaces only, two for each level", at: here)
        }
        return specialBeginning(at: here)
    }

    /// A text that begins with a character to which YAML gives a meaning.
    func specialBeginning(at position: Position) -> Account {
        let character = character(at: position).map { String($0) } ?? ""
        let meaning =
            switch character {
            case "*": ", where it refers to another value"
            case "&": ", where it gives the value a name"
            case "!": ", where it states the kind of the value"
            case "|", ">": ", where it announces a text of several lines"
            case "?": ", where it announces a key"
            default: ""
            }
        return Account(
            "a text cannot begin with “\(character)”: YAML keeps this character for itself\(meaning)",
            hint: quoteHint(position.line), at: position)
    }
}
