/// "Did you mean …?" for misspelt keys and ids.
public enum Suggestion {
    /// The candidate nearest to `word`: at most a third of its letters changed, swapped, dropped or added, else none.
    public static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        let limit = max(1, min(word.count, 24) / 3)
        var best: (String, Int)?
        for candidate in candidates where candidate != word {
            let distance = distance(Array(word.lowercased().unicodeScalars), Array(candidate.lowercased().unicodeScalars), limit: limit)
            if let distance, distance < best?.1 ?? .max { best = (candidate, distance) }
        }
        return best?.0
    }

    /// A hint that names the nearest candidate, or lists a few when none is near.
    public static func hint(for word: String, among candidates: some Collection<String>, kind: String) -> String? {
        if let nearest = nearest(to: word, among: candidates) { return "did you mean “\(nearest)”?" }
        if candidates.isEmpty { return "there is no \(kind) here yet" }
        let shown = candidates.prefix(12).joined(separator: ", ")
        return "known: \(shown)\(candidates.count > 12 ? " … (\(candidates.count) in all)" : "")"
    }

    /// Optimal string alignment distance (Damerau 1964, restricted), nil when above `limit`.
    private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar], limit: Int) -> Int? {
        guard abs(a.count - b.count) <= limit else { return nil }
        if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
        var twoBack = [Int](repeating: 0, count: b.count + 1)
        var back = Array(0...b.count)
        for i in 1...a.count {
            var row = [Int](repeating: i, count: b.count + 1)
            for j in 1...b.count {
                row[j] = min(back[j] + 1, row[j - 1] + 1, back[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { row[j] = min(row[j], twoBack[j - 2] + 1) }
            }
            (twoBack, back) = (back, row)
        }
        return back[b.count] <= limit ? back[b.count] : nil
    }
}
