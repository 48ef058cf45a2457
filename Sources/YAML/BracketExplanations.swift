// Brackets, beginnings and ends: one account for each kind of mistake.

extension Explainer {
    var brokenBrackets: Account {
        let opening = text(line(context.line).dropFirst(context.column - 1).prefix(1))
        let closing = opening == "[" ? "]" : "}"
        let next = character(at: here)
        if isAtEnd {
            return Account(
                "the “\(opening)” that opens here is never closed", hint: "write “\(closing)” at its end", at: context)
        }
        if next == "]" || next == "}" {
            return Account(
                "“\(next.map { String($0) } ?? "")” stands here, but the bracket that is open is the “\(opening)” in line "
                    + "\(context.line), column \(context.column)",
                hint: "write “\(closing)” instead, or close the brackets in turn",
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
                    "a “:” stands here where a “,” or “\(closing)” is due",
                    hint: "is a comma missing at the end of line "
                        + "\(lineAbove(here.line) ?? context.line)?", at: here)
            }
            return Account(
                "a second “: ” stands here in one member of the brackets",
                hint: "put the text that it belongs to into quotes, or write a comma between two members", at: here)
        }
        return Account(
            "a “,” or a “\(closing)” is missing before “\(rest(from: here))”",
            hint:
                "within brackets commas stand between the values; a text with brackets, commas or quotes in it must be put "
                + "into quotes as a whole", at: here)
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
                "a value is missing before this comma",
                hint: "take the comma away, or put the text that it belongs to into quotes",
                at: here)
        case ":": return Account("a key is missing before the “:”", at: here)
        case "-":
            return Account(
                "a list entry with “- ” cannot stand within brackets",
                hint: "take the “- ” away: commas separate the values there; "
                    + "if it belongs to a text, put the text into quotes", at: here)
        case "]", "}":
            guard trail.openBracket == nil else {
                return Account(
                    "the brackets are not closed in the order in which they were opened",
                    hint: "close each “[” with “]” and each “{” with “}”, the last one first", at: here)
            }
            return strayBracket
        default:
            return Account(
                "a value is missing before “\(rest(from: here))”", hint: "put the text into quotes if it is one", at: here)
        }
    }

    /// More text behind a document that is complete.
    var afterTheEnd: Account {
        if let account = unclosedQuote { return account }
        if character(at: here) == "]" || character(at: here) == "}" { return strayBracket }
        if let directive = lines.prefix(here.line - 1).firstIndex(where: { $0.first == "%" }),
            !lines[directive..<(here.line - 1)].contains(where: { text($0).hasPrefix("---") })
        {
            return Account(
                "a line that begins with “%” is an instruction to the reader of the file, and must be followed by a line “---”",
                hint: "delete the line, or add “---” below it", at: Position(line: directive + 1, column: 1, index: 0))
        }
        let first = (lines.firstIndex { isContent($0) && !text($0).hasPrefix("---") } ?? 0) + 1
        if first < here.line, indentation(line(first)) >= here.column {
            return Account(
                "this line begins further left than line \(first), the first of the file",
                hint: "let the keys of the file begin in the same column, best without spaces before them", at: here)
        }
        if lineAbove(here.line) == first, let account = colonless(line: first) { return account }
        return Account(
            "the file is complete before “\(rest(from: here))”, and more follows",
            hint:
                "a file holds one mapping (lines of “key: value”), one list or one value; if brackets or quotes end too early, "
                + "take them away or put the whole text into quotes", at: here)
    }

    var unexpectedCharacter: Account {
        let character = character(at: here)
        guard character != "\t", !fault.problem.contains("tab character") else {
            return Account(
                "a tab stands here among the spaces at the beginning of the line",
                hint: "put spaces instead: YAML indents with "
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
