import Negotiation
import Shapes

extension Terminal {
    /// What differs between two states of a workspace, an entity a line, and how much of it. Empty when nothing does.
    package func changes(_ changes: [EntityChange]) -> String {
        var page = Page(self)
        for change in changes { page.change(change) }
        if changes.count > 1 {
            let counts = EntityChange.Kind.allCases.compactMap { kind in
                let count = changes.count { $0.kind == kind }
                return count > 0 ? "\(Number(count).forPeople) \(kind)" : nil
            }
            page.gap()
            page.paragraph(StyledText(enumerated(counts), .dim))
        }
        return page.text
    }
}

extension Page {
    fileprivate mutating func change(_ change: EntityChange) {
        switch change.kind {
        case .added: paragraph(StyledText(change.key, .green), lead: "\("+ ", .green)", width: terminal.width)
        case .removed: paragraph(StyledText(change.key, .red), lead: "\("- ", .red)", width: terminal.width)
        case .moved: paragraph("\(change.key)\("  moved", .dim)", lead: "\("↕ ", .cyan)", width: terminal.width)
        case .changed:
            let head: StyledText = "\("~ ", .yellow)\(change.key, .yellow)"
            let details = change.details.map { $0.styledText(limit: 3 * terminal.width / 2) }
            if details.count == 1, head.width + 2 + details[0].width <= terminal.width {
                line(head + "  " + details[0])
            } else {
                line(head)
                for detail in details { lines(of: detail, indent: 4) }
            }
        }
    }

    private mutating func lines(of detail: StyledText, indent: Int) {
        add((.blanks(indent) + detail).wrapped(to: terminal.width, indent: indent + 2))
    }
}

extension EntityChange.Detail {
    /// - Parameter limit: columns after which a long value is cut.
    fileprivate func styledText(limit: Int) -> StyledText {
        func short(_ value: Value, _ style: Style) -> StyledText { StyledText(value.brief, style).shortened(to: limit) }
        let place = StyledText(pointer.tokens.isEmpty ? "/" : pointer.description, .dim)
        return switch (before, after) {
        case (let before?, let after?): "\(place)\(": ", .dim)\(short(before, .plain))\(" → ", .dim)\(short(after, .bold))"
        case (nil, let after?): "\(place)\(": added ", .dim)\(short(after, .green))"
        case (let before?, nil): "\(place)\(": removed ", .dim)\(short(before, .red))"
        case (nil, nil): place
        }
    }
}
