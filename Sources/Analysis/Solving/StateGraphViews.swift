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

    /// Without what can only be reached with more than so many steps down in the first component, which options alone take down.
    func closer(than steps: Int, control: Control) throws -> StateGraph {
        var reached: [[Int64]] = [[0]]
        for (index, layer) in layers.enumerated() {
            var next = [Int64](repeating: .min, count: completions[index + 1].count)
            for arc in layer.arcs where reached[index][Int(arc.from)] > .min {
                next[Int(arc.to)] = max(next[Int(arc.to)], reached[index][Int(arc.from)] + layer.rows[Int(arc.row) * width])
            }
            reached.append(next)
        }
        return try filtered(control) { index, arc in
            let before = reached[index][Int(arc.from)]
            guard before > .min else { return false }
            return before + layers[index].rows[Int(arc.row) * width] + most[index + 1][Int(arc.to) * width] >= -Int64(steps)
        }
    }

    /// Without the packages for which one of some components falls below 0; of the components only the first `width` stay.
    ///
    /// - Parameter components: of those that no option and no condition ever adds to.
    func enforcing(_ components: [Int], width kept: Int, control: Control) throws -> StateGraph {
        let broken = layers.map { layer in
            stride(from: 0, to: layer.rows.count, by: width).map { row in components.contains { layer.rows[row + $0] < 0 } }
        }
        var narrow = self
        narrow.problem = problem.narrowed(to: kept)
        for index in layers.indices { narrow.layers[index].rows = layers[index].rows.narrowed(from: width, to: kept) }
        return try narrow.filtered(control) { index, arc in !broken[index][Int(arc.row)] }
    }
}

extension Problem {
    /// The same packages, with the first components only; conditions are left out.
    fileprivate func narrowed(to kept: Int) -> Problem {
        var problem = self
        problem.width = kept
        problem.own = own.map { $0.narrowed(from: width, to: kept) }
        problem.floors = Array(floors.prefix(kept))
        return problem
    }
}

extension [Int64] {
    fileprivate func narrowed(from width: Int, to kept: Int) -> [Int64] {
        stride(from: 0, to: count, by: width).flatMap { self[$0..<$0 + kept] }
    }
}
