/// Long short-term memory (Hochreiter and Schmidhuber, 1997): inputs X, W, R (input, output, forget, cell gates), optional B,
/// sequence_lens, initial_h, initial_c, P (peepholes).
package struct LSTM: Operator {
    package static let name = "LSTM"

    package var recurrence: Recurrence
    package var inputForget: Bool

    package init(recurrence: Recurrence, inputForget: Bool) {
        self.recurrence = recurrence
        self.inputForget = inputForget
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(
            inputs, names: ["X", "W", "R", "B", "sequence_lens", "initial_h", "initial_c", "P"], required: 3)
        return try recurrence.outputTypes(inputs, gates: 4, states: 2)
    }
}

extension LSTM {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let r = try arguments.floats(2, "R")
        let hidden = r.shape.last ?? 0
        let directions = recurrence.directions
        let bias = try Recurrence.bias(arguments, count: 8 * hidden, directions: directions)
        let peepholes = try arguments.optionalFloats(7, "P")
        if let peepholes, peepholes.shape != [directions, 3 * hidden] {
            throw GraphError.invalid("P of shape \(peepholes.shape), expected [\(directions), \(3 * hidden)]")
        }
        return try recurrence.run(arguments, gates: 4, initial: [5, 6]) { sums, state, states, d in
            let recurrent = Recurrence.recurrent(r, d, rows: 0..<4 * hidden, state)
            let (f, g, h) = (
                recurrence.functions[3 * d], recurrence.functions[3 * d + 1], recurrence.functions[3 * d + 2]
            )
            let p = { (part: Int, k: Int) in peepholes.map { Double($0.values[(3 * d + part) * hidden + k]) } ?? 0 }
            let sum = { (gate: Int, k: Int) in
                let place = gate * hidden + k
                return sums[place] + recurrent[place] + Double(bias[8 * d * hidden + place])
                    + Double(bias[(8 * d + 4) * hidden + place])
            }
            for k in 0..<hidden {
                let cell = states[1][k]
                let input = f(recurrence.clipped(sum(0, k) + p(0, k) * cell))
                let forget = inputForget ? 1 - input : f(recurrence.clipped(sum(2, k) + p(2, k) * cell))
                let next = forget * cell + input * g(recurrence.clipped(sum(3, k)))
                let output = f(recurrence.clipped(sum(1, k) + p(1, k) * next))
                states[1][k] = next
                states[0][k] = output * h(next)
            }
        }
    }
}
