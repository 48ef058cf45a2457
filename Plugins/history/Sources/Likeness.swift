import PluginKit

/// A package beside a past agreement, feature by feature. What both have, what both lack, where they contradict one another,
/// what fits in part and what is not known are kept apart, and no number is made of them.
package struct Likeness {
    package let name: String
    package let precedent: Precedent
    /// Both have it.
    package private(set) var shared: [String] = []
    /// Both lack it.
    package private(set) var lacking: [String] = []
    /// The agreement had it and the package has not, and the other way round.
    package private(set) var lost: [String] = []
    package private(set) var added: [String] = []
    /// The agreement had it in part, whatever the package says.
    package private(set) var partly: [String] = []
    /// Nothing is said of the agreement, or it depends on what the package leaves open.
    package private(set) var unknown: [String] = []

    package var contradicted: Int { lost.count + added.count }

    package init(_ name: String, _ precedent: Precedent, _ truths: OrderedDictionary<String, Truth>) {
        self.name = name
        self.precedent = precedent
        for (feature, truth) in truths {
            if precedent.partly.contains(feature) {
                partly.append(feature)
                continue
            }
            switch (precedent.present.contains(feature), precedent.absent.contains(feature), truth) {
            case (true, _, .yes): shared.append(feature)
            case (true, _, .no): lost.append(feature)
            case (_, true, .yes): added.append(feature)
            case (_, true, .no): lacking.append(feature)
            default: unknown.append(feature)
            }
        }
    }

    /// Most alike first: more features that both have over contradictions, then more that both lack, then fewer unknown,
    /// then as they are listed. That both lack something makes nothing alike by itself (Jaccard 1912), so it counts last.
    package static func ranked(_ all: [Likeness]) -> [Likeness] {
        func key(_ likeness: Likeness) -> (Int, Int, Int) {
            (likeness.contradicted - likeness.shared.count, -likeness.lacking.count, likeness.unknown.count)
        }
        return all.enumerated().sorted { a, b in
            key(a.element) == key(b.element) ? a.offset < b.offset : key(a.element) < key(b.element)
        }.map(\.element)
    }
}
