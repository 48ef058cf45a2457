import Shapes

/// Numbers as other systems write them: binary fractions printed with 17 digits and more, rounded here to what `Number`
/// keeps. All of them are limited, so that sums of products stay within 128 bits.
enum Decimals {
    enum Fault: Error { case notANumber, notFinite, tooLarge }

    /// Worths and reservations keep within this.
    static let limit = Number(1_000_000_000)
    static let weightLimit = Number(1_000_000)

    static func read(_ text: some StringProtocol) throws(Fault) -> Number {
        let bytes = trimmed(Array(text.utf8))
        var rest = bytes[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        let word = String(decoding: rest, as: UTF8.self).lowercased()
        if ["nan", ".nan", "inf", ".inf", "infinity"].contains(word) { throw .notFinite }

        // Leading zeros are dropped; of the digits 18 are kept, and the next rounds them.
        var digits: Int128 = 0
        var kept = 0
        var exponent = 0
        var seen = false
        var isFraction = false
        var roundsUp: Bool?
        while let byte = rest.first, byte == UInt8(ascii: ".") || (0x30...0x39).contains(byte) {
            rest = rest.dropFirst()
            if byte == UInt8(ascii: ".") {
                if isFraction { throw .notANumber }
                isFraction = true
                continue
            }
            seen = true
            if kept < 18 {
                digits = digits * 10 + Int128(byte - 0x30)
                if digits != 0 { kept += 1 }
                if isFraction { exponent -= 1 }
            } else {
                if roundsUp == nil { roundsUp = byte >= UInt8(ascii: "5") }
                if !isFraction { exponent += 1 }
            }
        }
        guard seen else { throw .notANumber }
        if let byte = rest.first {
            guard byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") else { throw .notANumber }
            exponent += try power(rest.dropFirst())
        }
        guard digits != 0 else { return 0 }
        if roundsUp == true { digits += 1 }
        guard kept + exponent <= 19 else { throw .tooLarge }
        guard kept + exponent >= -18 else { return 0 }
        let number = Number(significand: isNegative ? -digits : digits, exponent: exponent).rounded(decimals: 18)
        return try limited(number)
    }

    static func limited(_ number: Number) throws(Fault) -> Number {
        guard -limit <= number, number <= limit else { throw .tooLarge }
        return number
    }

    /// Beyond ±10,000 it makes no difference how far.
    private static func power(_ text: ArraySlice<UInt8>) throws(Fault) -> Int {
        var digits = text
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative || digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
        guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { throw .notANumber }
        let power = digits.reduce(0) { min(10_000, $0 * 10 + Int($1 - 0x30)) }
        return isNegative ? -power : power
    }

    private static func trimmed(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        let rest = bytes.drop(while: isSpace)
        return rest.prefix((rest.lastIndex { !isSpace($0) } ?? rest.startIndex - 1) + 1 - rest.startIndex)
    }

    /// The same YAML or JSON with every number that has more digits than `Number` keeps written shorter, in the same place:
    /// blanks fill up what it loses, so that columns stay true.
    static func shortened(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var isQuoted = false
        var index = 0
        let isPart: (UInt8) -> Bool = {
            (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0)
        }
        let isEdge: (UInt8?) -> Bool = { byte in
            guard let byte else { return true }
            return byte <= 0x20 || [0x2C, 0x3A, 0x5B, 0x5D, 0x7B, 0x7D].contains(byte)
        }
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if byte == 0x0A { isQuoted = false }
            if isQuoted, byte == UInt8(ascii: "\\"), index + 1 < bytes.count {
                result += bytes[index...(index + 1)]
                index += 2
                continue
            }
            guard !isQuoted, isPart(byte), isEdge(index > 0 ? bytes[index - 1] : nil) else {
                result.append(byte)
                index += 1
                continue
            }
            let end = bytes[index...].firstIndex { !isPart($0) } ?? bytes.count
            let token = bytes[index..<end]
            index = end
            guard isEdge(end < bytes.count ? bytes[end] : nil), let short = shortened(token) else {
                result += token
                continue
            }
            result += short
            result += repeatElement(0x20, count: max(0, token.count - short.count))
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// nil when `Number` takes it as it is, or cannot take it at all.
    private static func shortened(_ token: ArraySlice<UInt8>) -> [UInt8]? {
        guard (try? Number.parse(token)) == nil, let number = try? read(String(decoding: token, as: UTF8.self)) else { return nil }
        return Array("\(number.significand)e\(number.exponent)".utf8)
    }
}

extension Reading {
    /// A number of the files, or nil with the fault told.
    mutating func number(_ text: some StringProtocol, _ what: String, at mark: Mark?) -> Number? {
        do throws(Decimals.Fault) {
            return try Decimals.read(text)
        } catch {
            tell(error, String(text.prefix(40)), what, at: mark)
            return nil
        }
    }

    mutating func number(_ value: Value, _ what: String) -> Number? {
        switch value.content {
        case .string(let text): return number(text, what, at: value.mark)
        case .number(let number):
            do throws(Decimals.Fault) {
                return try Decimals.limited(number)
            } catch {
                tell(error, number.description, what, at: value.mark)
            }
        default:
            fail(
                "wrong-type", "\(what) is a number, not \(value.kindDescription)", hint: "Write a number.", at: value.mark)
        }
        return nil
    }

    /// A weight: a number that is not negative.
    mutating func weight(_ number: Number?, _ what: String, at mark: Mark?) -> Number? {
        guard let number else { return nil }
        if number > Decimals.weightLimit {
            fail(
                "out-of-range", "\(what) is \(number), and weights are taken up to \(Decimals.weightLimit)",
                hint: "Divide all weights of the party by the same factor.", at: mark)
            return nil
        }
        guard number.isNegative else { return number }
        fail(
            "negative-weight", "\(what) is \(number), and a weight is never negative",
            hint: "Write 0 where the issue does not matter to the party.", at: mark)
        return nil
    }

    private mutating func tell(_ fault: Decimals.Fault, _ text: String, _ what: String, at mark: Mark?) {
        switch fault {
        case .notANumber:
            fail("wrong-type", "\(what) is a number, and “\(text)” is none", hint: "Write it in decimal digits.", at: mark)
        case .notFinite:
            fail(
                "not-finite", "\(what) is “\(text)”, with which nothing can be computed", hint: "Write a finite number.", at: mark)
        case .tooLarge:
            fail(
                "out-of-range", "\(what) is \(text), and numbers are taken between -\(Decimals.limit) and \(Decimals.limit)",
                hint: "Divide all numbers of the party by the same factor.", at: mark)
        }
    }
}
