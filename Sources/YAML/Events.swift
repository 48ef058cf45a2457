import CYAML

/// What libyaml reports, copied into Swift's memory.
struct Event {
    enum Kind {
        case streamStart
        case streamEnd
        case documentStart
        case documentEnd
        case alias(String)
        case scalar(String, Style)
        case sequenceStart(flow: Bool)
        case sequenceEnd
        case mappingStart(flow: Bool)
        case mappingEnd
    }

    enum Style { case plain, quoted, block }

    var kind: Kind
    var anchor: String?
    var tag: String?
    var start: Position
    var end: Position
}

/// Why libyaml stopped, in its own words.
struct SyntaxFault: Error {
    var problem: String
    var context: String
    var position: Position
    var contextPosition: Position?
}

/// libyaml's parser over a buffer that outlives it.
struct EventParser: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>

    /// `buffer` must not be empty, and must stay where it is while this lives.
    init(_ buffer: UnsafeBufferPointer<UInt8>) {
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        // Fails only when a few kilobytes cannot be had; Swift's own allocations trap then, too.
        precondition(yaml_parser_initialize(parser) == 1, "out of memory")
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, buffer.baseAddress, buffer.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deinitialize(count: 1)
        parser.deallocate()
    }

    mutating func next() throws(SyntaxFault) -> Event {
        var raw = yaml_event_t()
        guard yaml_parser_parse(parser, &raw) == 1 else { throw fault }
        defer { yaml_event_delete(&raw) }
        var event = Event(kind: .streamEnd, start: Position(raw.start_mark), end: Position(raw.end_mark))
        func label(_ anchor: UnsafePointer<yaml_char_t>?, _ tag: UnsafePointer<yaml_char_t>?) {
            event.anchor = anchor.map(String.init(cString:))
            event.tag = tag.map(String.init(cString:))
        }
        switch raw.type {
        case YAML_STREAM_START_EVENT: event.kind = .streamStart
        case YAML_DOCUMENT_START_EVENT: event.kind = .documentStart
        case YAML_DOCUMENT_END_EVENT: event.kind = .documentEnd
        case YAML_ALIAS_EVENT: event.kind = .alias(String(cString: raw.data.alias.anchor))
        case YAML_SCALAR_EVENT:
            let scalar = raw.data.scalar
            let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            event.kind = .scalar(text, Event.Style(scalar.style))
            label(scalar.anchor, scalar.tag)
        case YAML_SEQUENCE_START_EVENT:
            event.kind = .sequenceStart(flow: raw.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE)
            label(raw.data.sequence_start.anchor, raw.data.sequence_start.tag)
        case YAML_SEQUENCE_END_EVENT: event.kind = .sequenceEnd
        case YAML_MAPPING_START_EVENT:
            event.kind = .mappingStart(flow: raw.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE)
            label(raw.data.mapping_start.anchor, raw.data.mapping_start.tag)
        case YAML_MAPPING_END_EVENT: event.kind = .mappingEnd
        default: break  // The end of the stream, and the “no event” that libyaml gives when asked again after it.
        }
        return event
    }

    private var fault: SyntaxFault {
        let raw = parser.pointee
        // Without a problem there is an error of the allocator.
        return SyntaxFault(
            problem: raw.problem.map { String(cString: $0) } ?? "out of memory",
            context: raw.context.map { String(cString: $0) } ?? "",
            position: Position(raw.problem_mark),
            contextPosition: raw.context == nil ? nil : Position(raw.context_mark))
    }
}

extension Position {
    init(_ mark: yaml_mark_t) {
        self.init(line: Int(mark.line) + 1, column: Int(mark.column) + 1, index: Int(mark.index))
    }
}

extension Event.Style {
    init(_ style: yaml_scalar_style_t) {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE, YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .quoted
        case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: self = .block
        default: self = .plain
        }
    }
}
