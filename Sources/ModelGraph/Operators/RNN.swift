/// A simple recurrent layer: inputs X, W, R, optional B, sequence_lens, initial_h.
package struct RNN: Operator {
    package static let name = "RNN"

    package var recurrence: Recurrence

    package init(recurrence: Recurrence) {
        self.recurrence = recurrence
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["X", "W", "R", "B", "sequence_lens", "initial_h"], required: 3)
        return try recurrence.outputTypes(inputs, gates: 1, states: 1)
    }
}

extension RNN {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let r = try arguments.floats(2, "R")
        let hidden = r.shape.last ?? 0
        let bias = try Recurrence.bias(arguments, count: 2 * hidden, directions: recurrence.directions)
        return try recurrence.run(arguments, gates: 1, initial: [5]) { sums, state, states, d in
            let recurrent = Recurrence.recurrent(r, d, rows: 0..<hidden, state)
            states[0] = (0..<hidden).map { k in
                let shift = Double(bias[(2 * d) * hidden + k]) + Double(bias[(2 * d + 1) * hidden + k])
                return recurrence.functions[d](recurrence.clipped(sums[k] + recurrent[k] + shift))
            }
        }
    }
}
