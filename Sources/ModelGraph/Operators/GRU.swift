/// A gated recurrent layer (Cho et al., 2014): inputs X, W, R (update, reset, hidden gates), optional B, sequence_lens,
/// initial_h.
package struct GRU: Operator {
    package static let name = "GRU"

    package var recurrence: Recurrence
    package var linearBeforeReset: Bool

    package init(recurrence: Recurrence, linearBeforeReset: Bool) {
        self.recurrence = recurrence
        self.linearBeforeReset = linearBeforeReset
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["X", "W", "R", "B", "sequence_lens", "initial_h"], required: 3)
        return try recurrence.outputTypes(inputs, gates: 3, states: 1)
    }
}

extension GRU {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let r = try arguments.floats(2, "R")
        let hidden = r.shape.last ?? 0
        let bias = try Recurrence.bias(arguments, count: 6 * hidden, directions: recurrence.directions)
        return try recurrence.run(arguments, gates: 3, initial: [5]) { sums, state, states, d in
            let b = { (part: Int, k: Int) in Double(bias[(6 * d + part) * hidden + k]) }
            let (f, g) = (recurrence.functions[2 * d], recurrence.functions[2 * d + 1])
            let gates = Recurrence.recurrent(r, d, rows: 0..<2 * hidden, state)
            let update = (0..<hidden).map { k in f(recurrence.clipped(sums[k] + gates[k] + b(0, k) + b(3, k))) }
            let reset = (0..<hidden).map { k in
                f(recurrence.clipped(sums[hidden + k] + gates[hidden + k] + b(1, k) + b(4, k)))
            }
            let rows = 2 * hidden..<3 * hidden
            var memory: [Double]
            if linearBeforeReset {
                memory = Recurrence.recurrent(r, d, rows: rows, state)
                for k in 0..<hidden { memory[k] = reset[k] * (memory[k] + b(5, k)) }
            } else {
                memory = Recurrence.recurrent(r, d, rows: rows, zip(reset, state).map { $0 * $1 })
                for k in 0..<hidden { memory[k] += b(5, k) }
            }
            states[0] = (0..<hidden).map { k in
                let candidate = g(recurrence.clipped(sums[2 * hidden + k] + memory[k] + b(2, k)))
                return (1 - update[k]) * candidate + update[k] * state[k]
            }
        }
    }
}
