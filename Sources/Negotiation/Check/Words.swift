import OrderedCollections
import Shapes

extension Checker {
    mutating func checkWords() {
        guard workspace.words.stance[Words.redLine] != nil else { return }
        fail(
            "reserved-word", "“\(Words.redLine)” means that an option is not acceptable, and cannot be given a range",
            hint: "choose another word, or use opposes for an option that is merely bad",
            at: ["words", "stance", Words.redLine], .key)
    }
}
