import PluginKit

extension WordOrder {
    /// Steps from the first end, counted from nought.
    package func place(of word: String) -> Int? { order.firstIndex(of: word) }

    /// Steps between two words.
    package func steps(_ a: String, _ b: String) -> Int? {
        guard let a = place(of: a), let b = place(of: b) else { return nil }
        return abs(a - b)
    }

    /// How far along a word stands, 0 at the first end and 1 at the last, so that orders of different length can be held
    /// side by side.
    package func share(of word: String) -> Number? {
        place(of: word).map { Number($0).divided(by: Number(order.count - 1), decimals: 4) }
    }

    package func end(_ end: End) -> String { end == .first ? order[0] : order[order.count - 1] }
}

/// One of the two sides that an order runs between.
package enum End: String, Sendable, CaseIterable {
    case first, last
}

/// What an option does to one dimension, from where one side stands.
package struct Movement: Sendable, Hashable {
    package enum Effect: Sendable, Hashable {
        case kept
        /// Towards its own end, so many steps.
        case gained(Int)
        /// Away from it.
        case given(Int)
        /// It has no end, or the word is in no order.
        case changed
    }

    package var dimension: Dimension
    package var from: String
    package var to: String
    package var effect: Effect
}

extension Dimensions {
    /// The end that a party leans to: the one nearer to what it states of the title. In the very middle there is none.
    package func end(of view: View) -> End? {
        guard let title, let place = title.place(of: view.title) else { return nil }
        let (twice, last) = (2 * place, title.order.count - 1)
        return twice < last ? .first : twice > last ? .last : nil
    }

    /// How an option differs from a view, dimension by dimension; what the option does not say is left out.
    package func movements(from view: View, to option: Option) -> [Movement] {
        let end = end(of: view)
        return Dimension.viewed.compactMap { dimension in
            guard let from = view[dimension], let to = option.word(dimension) else { return nil }
            return Movement(dimension: dimension, from: from, to: to, effect: effect(dimension, from, to, end))
        }
    }

    private func effect(_ dimension: Dimension, _ from: String, _ to: String, _ end: End?) -> Movement.Effect {
        if from == to { return .kept }
        guard let end, let order = self[dimension], let a = order.place(of: from), let b = order.place(of: to) else {
            return .changed
        }
        return (b < a) == (end == .first) ? .gained(abs(b - a)) : .given(abs(b - a))
    }

    /// How far apart the dimensions of one view are: the widest difference of their shares of the way along their orders.
    package func spread(of view: View) -> Number? {
        let shares = Dimension.viewed.compactMap { dimension in
            view[dimension].flatMap { self[dimension]?.share(of: $0) }
        }
        guard shares.count == Dimension.viewed.count, let least = shares.min(), let most = shares.max() else { return nil }
        return most - least
    }

    /// Where an option stands between the two ends: the mean share of title, control and recognition.
    package func standing(of option: Option) -> Number? {
        let shares = Dimension.viewed.compactMap { dimension in
            option.word(dimension).flatMap { self[dimension]?.share(of: $0) }
        }
        guard shares.count == Dimension.viewed.count else { return nil }
        return shares.reduce(0, +).divided(by: Number(shares.count), decimals: 4)
    }

    /// Whose forces stand there by a word of `forces`.
    package func sides(of forces: String) -> Set<End> {
        guard let order = self.forces else { return [] }
        if forces == Word.both { return [.first, .last] }
        return Set(End.allCases.filter { order.end($0) == forces })
    }

    /// The party at an end: the word there, where it is a party's id.
    package func party(at end: End, in workspace: Workspace) -> ID<Party>? {
        [control, title].lazy.compactMap { $0.map { ID<Party>($0.end(end)) } }.first { workspace.parties[$0] != nil }
    }
}

extension Option {
    /// Whether its title and its control are said with different words: whose it is and who holds it are kept apart.
    package var separatesTitleFromControl: Bool {
        guard let title = word(.title), let control = word(.control) else { return false }
        return title != control
    }

    /// Whether it leaves the title to later, or leaves who holds it to others for a time.
    package var isInterim: Bool {
        [Word.deferred, Word.disputed].contains(word(.title)) || word(.control) == Word.international
    }
}

extension Workspace {
    /// How a word of a dimension is read: a party's name, or the word itself.
    func reading(of word: String) -> String {
        parties[ID(word)]?.name ?? word.split(separator: "-").joined(separator: " ")
    }
}
