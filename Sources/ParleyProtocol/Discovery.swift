import OrderedCollections
import Shapes
import Wire

/// An OpenRPC document (1.3) made from the declarations.
package enum Discovery {
    package static func document(version: String) -> Value {
        var builder = SchemaBuilder()
        var methods: [Value] = []
        for method in Methods.all {
            // Each method's params are one record; OpenRPC wants its members one by one.
            let record = resolve(method.params(&builder), builder)
            let required = Set(record["required"]?.array?.compactMap(\.string) ?? [])
            let params = (record["properties"]?.object ?? Object()).map { name, schema -> Value in
                ["name": .string(name), "required": .bool(required.contains(name)), "schema": schema]
            }
            methods.append([
                "name": .string(method.name), "summary": .string(method.summary), "paramStructure": "by-name",
                "params": .array(params), "result": ["name": "result", "schema": method.result(&builder)],
                "x-mutates": .bool(method.mutates),
            ])
        }
        let schemas = builder.definitions.sorted { $0.key < $1.key }.map { ($0.key, relocated($0.value)) }
        return [
            "openrpc": "1.3.2",
            "info": ["title": "Parley", "version": .string(version), "description": "JSON-RPC 2.0 over a Unix socket, one message a line."],
            "methods": .array(methods.map(relocated)),
            "components": ["schemas": .object(Object(schemas))],
        ]
    }

    private static func resolve(_ schema: Value, _ builder: SchemaBuilder) -> Value {
        guard let name = schema["$ref"]?.string?.split(separator: "/").last else { return schema }
        return builder.definitions[String(name)] ?? schema
    }

    /// In OpenRPC the definitions live under `components`.
    private static func relocated(_ schema: Value) -> Value {
        switch schema.content {
        case .array(let values): .array(values.map(relocated))
        case .object(let object):
            .object(
                Object(
                    object.map { key, value in
                        guard key == "$ref", let name = value.string?.split(separator: "/").last else { return (key, relocated(value)) }
                        return (key, .string("#/components/schemas/\(name)"))
                    }))
        default: schema
        }
    }
}
