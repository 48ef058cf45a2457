import CYAML

/// libyaml's emitter, writing into memory.
struct Emitter: ~Copyable {
    enum Style { case plain, singleQuoted, doubleQuoted, literal, folded }

    private let emitter: UnsafeMutablePointer<yaml_emitter_t>
    private let output: UnsafeMutablePointer<[UInt8]>

    /// Lines of folded text are broken at the first space behind column `width`.
    init(width: Int) {
        emitter = .allocate(capacity: 1)
        emitter.initialize(to: yaml_emitter_t())
        output = .allocate(capacity: 1)
        output.initialize(to: [])
        // Fails only when a few kilobytes cannot be had; Swift's own allocations trap then, too.
        precondition(yaml_emitter_initialize(emitter) == 1, "out of memory")
        let write: @convention(c) (UnsafeMutableRawPointer?, UnsafeMutablePointer<UInt8>?, Int) -> Int32 = {
            output, bytes, count in
            output?.assumingMemoryBound(to: [UInt8].self).pointee.append(
                contentsOf: UnsafeBufferPointer(start: bytes, count: count))
            return 1
        }
        yaml_emitter_set_output(emitter, write, output)
        yaml_emitter_set_encoding(emitter, YAML_UTF8_ENCODING)
        yaml_emitter_set_break(emitter, YAML_LN_BREAK)
        yaml_emitter_set_unicode(emitter, 1)
        yaml_emitter_set_indent(emitter, 2)
        yaml_emitter_set_width(emitter, Int32(width))
        emit { yaml_stream_start_event_initialize(&$0, YAML_UTF8_ENCODING) }
        emit { yaml_document_start_event_initialize(&$0, nil, nil, nil, 1) }
    }

    deinit {
        yaml_emitter_delete(emitter)
        emitter.deinitialize(count: 1)
        emitter.deallocate()
        output.deinitialize(count: 1)
        output.deallocate()
    }

    mutating func scalar(_ text: String, _ style: Style) {
        let style =
            switch style {
            case .plain: YAML_PLAIN_SCALAR_STYLE
            case .singleQuoted: YAML_SINGLE_QUOTED_SCALAR_STYLE
            case .doubleQuoted: YAML_DOUBLE_QUOTED_SCALAR_STYLE
            case .literal: YAML_LITERAL_SCALAR_STYLE
            case .folded: YAML_FOLDED_SCALAR_STYLE
            }
        // The terminating zero keeps the pointer of an empty text from being nil; zeros within count as text.
        text.withCString { bytes in
            bytes.withMemoryRebound(to: yaml_char_t.self, capacity: text.utf8.count + 1) { bytes in
                emit { yaml_scalar_event_initialize(&$0, nil, nil, bytes, Int32(text.utf8.count), 1, 1, style) }
            }
        }
    }

    mutating func beginSequence(flow: Bool) {
        let style = flow ? YAML_FLOW_SEQUENCE_STYLE : YAML_BLOCK_SEQUENCE_STYLE
        emit { yaml_sequence_start_event_initialize(&$0, nil, nil, 1, style) }
    }

    mutating func endSequence() { emit { yaml_sequence_end_event_initialize(&$0) } }

    mutating func beginMapping(flow: Bool) {
        let style = flow ? YAML_FLOW_MAPPING_STYLE : YAML_BLOCK_MAPPING_STYLE
        emit { yaml_mapping_start_event_initialize(&$0, nil, nil, 1, style) }
    }

    mutating func endMapping() { emit { yaml_mapping_end_event_initialize(&$0) } }

    consuming func finish() -> String {
        emit { yaml_document_end_event_initialize(&$0, 1) }
        emit { yaml_stream_end_event_initialize(&$0) }
        return String(decoding: output.pointee, as: UTF8.self)
    }

    /// The emitter takes the event over, in failure too. It fails when memory is short (as Swift does, by trapping), or when
    /// events come in an order that no document has, which `Writer` does not do.
    private func emit(_ make: (inout yaml_event_t) -> Int32) {
        var event = yaml_event_t()
        precondition(make(&event) == 1, "out of memory")
        guard yaml_emitter_emit(emitter, &event) == 1 else {
            preconditionFailure("YAML emitter: \(emitter.pointee.problem.map { String(cString: $0) } ?? "out of memory")")
        }
    }
}
