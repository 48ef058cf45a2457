import Negotiation
import Shapes

/// Makes ids of names: readable where the name allows it, and each only once.
struct Names {
    /// What a name is called that no id can be made of.
    let kind: String
    private var taken: Set<String> = []

    init(_ kind: String) { self.kind = kind }

    mutating func id(for name: String) -> String {
        var id = base(name)
        var number = 1
        while !taken.insert(id).inserted {
            number += 1
            id = Names.cut(base(name), 64 - "-\(number)".utf8.count) + "-\(number)"
        }
        return id
    }

    private func base(_ name: String) -> String {
        // An id begins with a letter, and what stands before the first one must not be lost: 30 days and 45 days differ in it.
        let first = name.unicodeScalars.first ?? "0"
        let isLetter = ("a"..."z").contains(first) || ("A"..."Z").contains(first)
        let isNegative = first == "-" && name.unicodeScalars.dropFirst().first.map { ("0"..."9").contains($0) } == true
        let id = Kebab.mend(isLetter ? name : isNegative ? "minus \(name)" : "\(kind) \(name)")
        let isReserved = Predicate.reserved.contains(id) || id == Choice.leftOutWord
        return isReserved ? "\(kind)-\(id)" : id
    }

    private static func cut(_ id: String, _ length: Int) -> String {
        let cut = id.prefix(length)
        return String(cut.last == "-" ? cut.dropLast() : cut)
    }
}
