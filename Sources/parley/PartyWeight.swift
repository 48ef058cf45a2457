import ArgumentParser
import Negotiation
import OrderedCollections

/// How much a party counts in the Nash product, as the command line has it: `panama=2`.
package struct PartyWeight: Sendable, Hashable {
    package var party: ID<Party>
    package var weight: Int

    static let help = ArgumentHelp(
        "How much a party counts in the Nash product: a whole number from 1 to 20; 1 when not given.", valueName: "party=n")

    package init(parsing text: String) throws {
        guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
            throw ValidationError("write party=n, for example panama=2.")
        }
        let number = text[text.index(after: sign)...]
        guard let weight = Int(number), (1...20).contains(weight) else {
            throw ValidationError("a weight is a whole number from 1 to 20, not “\(number)”.")
        }
        party = ID(String(text[..<sign]))
        self.weight = weight
    }

    /// The weights as a method takes them.
    package static func weights(_ given: [PartyWeight]) throws -> OrderedDictionary<ID<Party>, Int> {
        var weights: OrderedDictionary<ID<Party>, Int> = [:]
        for item in given {
            guard weights.updateValue(item.weight, forKey: item.party) == nil else {
                throw ValidationError("“\(item.party)” is given two weights.")
            }
        }
        return weights
    }
}
