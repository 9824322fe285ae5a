import PortableMath

/// What RNN, GRU and LSTM share: attributes, and the way through time.
package struct Recurrence: Sendable, Hashable, Codable {
    package enum Direction: String, Sendable, Codable, CaseIterable {
        case forward, reverse, bidirectional
    }

    package enum Activation: String, Sendable, Codable, CaseIterable {
        case affine = "Affine"
        case elu = "Elu"
        case hardSigmoid = "HardSigmoid"
        case leakyRelu = "LeakyRelu"
        case relu = "Relu"
        case scaledTanh = "ScaledTanh"
        case sigmoid = "Sigmoid"
        case softplus = "Softplus"
        case softsign = "Softsign"
        case tanh = "Tanh"
        case thresholdedRelu = "ThresholdedRelu"

        /// ONNX's defaults for the two parameters.
        var defaults: (alpha: Float, beta: Float) {
            switch self {
            case .elu, .affine, .thresholdedRelu, .scaledTanh: (1, 0)
            case .hardSigmoid: (0.2, 0.5)
            case .leakyRelu: (0.01, 0)
            default: (0, 0)
            }
        }

        /// Whether it takes one from activation_alpha, activation_beta.
        var parameters: (alpha: Bool, beta: Bool) {
            switch self {
            case .affine, .scaledTanh, .hardSigmoid: (true, true)
            case .elu, .leakyRelu, .thresholdedRelu: (true, false)
            default: (false, false)
            }
        }
    }

    /// An activation with its parameters.
    package struct Function: Sendable, Hashable, Codable {
        package var activation: Activation
        package var alpha: Float
        package var beta: Float

        func callAsFunction(_ x: Double) -> Double {
            let (alpha, beta) = (Double(alpha), Double(beta))
            switch activation {
            case .affine: return alpha * x + beta
            case .elu: return x < 0 ? alpha * PortableMath.expm1(x) : x
            case .hardSigmoid: return max(0, min(1, alpha * x + beta))
            case .leakyRelu: return x < 0 ? alpha * x : x
            case .relu: return max(0, x)
            case .scaledTanh: return alpha * PortableMath.tanh(beta * x)
            case .sigmoid: return PortableMath.sigmoid(x)
            case .softplus: return Softplus().apply(x)
            case .softsign: return x / (1 + abs(x))
            case .tanh: return PortableMath.tanh(x)
            case .thresholdedRelu: return x > alpha ? x : 0
            }
        }
    }

    package var direction: Direction
    /// Those of the first direction, then those of the second.
    package var functions: [Function]
    /// Sums before activations are limited to -clip...clip.
    package var clip: Float?
    /// Whether the batch is the first axis instead of the second.
    package var batchFirst: Bool

    package init(direction: Direction, functions: [Function], clip: Float?, batchFirst: Bool) {
        self.direction = direction
        self.functions = functions
        self.clip = clip
        self.batchFirst = batchFirst
    }

    /// The functions that names and parameter lists stand for.
    package static func functions(_ names: [Activation], alphas: [Float], betas: [Float]) -> [Function] {
        var (alphas, betas) = (alphas[...], betas[...])
        return names.map { activation in
            let defaults = activation.defaults, takes = activation.parameters
            return Function(
                activation: activation, alpha: takes.alpha ? alphas.popFirst() ?? defaults.alpha : defaults.alpha,
                beta: takes.beta ? betas.popFirst() ?? defaults.beta : defaults.beta)
        }
    }

    var directions: Int { direction == .bidirectional ? 2 : 1 }

    func outputTypes(_ inputs: OperatorInputs, gates: Int, states: Int) throws -> [TensorType] {
        let x = try inputs.float(0)
        let r = try inputs.float(2)
        guard x.shape.count == 3, r.shape.count == 3 else {
            throw GraphError.invalid("X of shape \(x.shape), R of shape \(r.shape); expected three axes each")
        }
        // Gates have one function each, but all of LSTM's three with the sigmoid share one, and so do GRU's two.
        let needed = max(1, gates - 1) * directions
        guard functions.count >= needed else {
            throw GraphError.invalid("\(functions.count) activations; expected \(needed)")
        }
        let (time, batch) = batchFirst ? (x.shape[1], x.shape[0]) : (x.shape[0], x.shape[1])
        let (hidden, count) = (r.shape[2], Dimension.fixed(directions))
        let all = batchFirst ? [batch, time, count, hidden] : [time, count, batch, hidden]
        let last = batchFirst ? [batch, count, hidden] : [count, batch, hidden]
        return [TensorType(x.elementType, all)] + (0..<states).map { _ in TensorType(x.elementType, last) }
    }

    /// One step of a cell: the gates' sums from the input and from the hidden state, without any activation.
    ///
    /// - Returns: the new hidden state; the states are changed in place.
    typealias Cell = (
        _ fromInput: [Double], _ hidden: [Double], _ states: inout [[Double]], _ direction: Int
    ) -> Void

    /// Goes through time in every direction.
    ///
    /// - Parameters:
    ///   - gates: how many there are; W is (directions, gates * hidden, input).
    ///   - initial: the inputs that hold the initial states.
    ///   - cell: given W x of one step, and the states (the hidden one first), makes the new states.
    func run(
        _ arguments: Arguments, gates: Int, initial: [Int], cell: Cell
    ) throws -> [Tensor] {
        let (x, w, r) = (try arguments.floats(0, "X"), try arguments.floats(1, "W"), try arguments.floats(2, "R"))
        guard x.shape.count == 3, w.shape.count == 3, r.shape.count == 3, w.shape[0] == directions,
            w.shape[1] == gates * r.shape[2], w.shape[2] == x.shape[2],
            r.shape == [directions, gates * r.shape[2], r.shape[2]]
        else { throw GraphError.invalid("X of shape \(x.shape), W of \(w.shape), R of \(r.shape)") }
        let (time, batch) = batchFirst ? (x.shape[1], x.shape[0]) : (x.shape[0], x.shape[1])
        let (size, hidden) = (x.shape[2], r.shape[2])
        let lengths = try arguments.optionalIntegers(4, "sequence_lens") ?? [Int](repeating: time, count: batch)
        guard lengths.count == batch, lengths.allSatisfy({ (0...time).contains($0) }) else {
            throw GraphError.invalid("sequence_lens \(lengths) for \(batch) sequences of \(time)")
        }
        let starts = try initial.map { index -> [Float] in
            guard let tensor = try arguments.optionalFloats(index, "initial state") else {
                return [Float](repeating: 0, count: directions * batch * hidden)
            }
            let expected = batchFirst ? [batch, directions, hidden] : [directions, batch, hidden]
            guard tensor.shape == expected else {
                throw GraphError.invalid("an initial state of shape \(tensor.shape)")
            }
            return tensor.values
        }
        let stateIndex = { (d: Int, b: Int) in (batchFirst ? b * directions + d : d * batch + b) * hidden }
        var all = [Float](repeating: 0, count: time * directions * batch * hidden)
        var last = [[Float]](repeating: [Float](repeating: 0, count: directions * batch * hidden), count: initial.count)
        for d in 0..<directions {
            let backwards = direction == .reverse || d == 1
            for b in 0..<batch {
                var states = starts.map { start in
                    (0..<hidden).map { Double(start[stateIndex(d, b) + $0]) }
                }
                for step in 0..<lengths[b] {
                    let t = backwards ? lengths[b] - 1 - step : step
                    let row = (batchFirst ? b * time + t : t * batch + b) * size
                    let sums = (0..<gates * hidden).map { gate -> Double in
                        var sum = 0.0
                        let weights = (d * gates * hidden + gate) * size
                        for k in 0..<size { sum += Double(w.values[weights + k]) * Double(x.values[row + k]) }
                        return sum
                    }
                    cell(sums, states[0], &states, d)
                    let target =
                        batchFirst
                        ? ((b * time + t) * directions + d) * hidden : ((t * directions + d) * batch + b) * hidden
                    for k in 0..<hidden { all[target + k] = Float(states[0][k]) }
                }
                for (index, state) in states.enumerated() {
                    for k in 0..<hidden { last[index][stateIndex(d, b) + k] = Float(state[k]) }
                }
            }
        }
        let shape = batchFirst ? [batch, time, directions, hidden] : [time, directions, batch, hidden]
        let stateShape = batchFirst ? [batch, directions, hidden] : [directions, batch, hidden]
        return [Tensor(shape: shape, floats: all)] + last.map { Tensor(shape: stateShape, floats: $0) }
    }

    /// R (or a part of its rows) times a hidden state.
    static func recurrent(_ r: FloatTensor, _ direction: Int, rows: Range<Int>, _ hidden: [Double]) -> [Double] {
        let size = hidden.count
        return rows.map { row in
            var sum = 0.0
            let start = (direction * r.shape[1] + row) * size
            for k in 0..<size { sum += Double(r.values[start + k]) * hidden[k] }
            return sum
        }
    }

    func clipped(_ x: Double) -> Double {
        guard let clip else { return x }
        return max(-Double(clip), min(Double(clip), x))
    }

    /// B of one direction, zeros where there is none.
    static func bias(_ arguments: Arguments, count: Int, directions: Int) throws -> [Float] {
        guard let b = try arguments.optionalFloats(3, "B") else {
            return [Float](repeating: 0, count: count * directions)
        }
        guard b.shape == [directions, count] else {
            throw GraphError.invalid("B of shape \(b.shape), expected [\(directions), \(count)]")
        }
        return b.values
    }
}
