/// The same space, asked something else: with fewer options, other floors, other parties compared.
extension StateGraph {
    /// Without the packages that choose otherwise.
    ///
    /// - Parameter options: of the variable, those that stay.
    package func restricted(_ variable: Int, to options: Set<Int>, control: Control = Control()) throws -> StateGraph {
        try filtered(control) { index, arc in layers[index].variable != variable || options.contains(Int(arc.option)) }
    }

    /// With other floors, with others compared; the packages are the same.
    ///
    /// - Parameters:
    ///   - objectives: of the first so many components packages are compared; none where any acceptable package will do.
    package func asking(floors: [Int64?], objectives: Int, quotas: [Problem.Quota]) -> StateGraph {
        var asked = self
        asked.problem.floors = floors
        asked.problem.objectives = objectives
        asked.problem.quotas = quotas
        return asked
    }

    /// Any acceptable package will do.
    package var comparingNothing: StateGraph { asking(floors: problem.floors, objectives: 0, quotas: problem.quotas) }

    /// The options of a variable that some package still has.
    package func options(of variable: Int) -> [Int] {
        layers.first { $0.variable == variable }.map { Set($0.arcs.map { Int($0.option) }).sorted() } ?? []
    }
}
