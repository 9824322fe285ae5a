import FixedPoint
import ModelGraph

/// Bounds of a value that follow from the operators alone, whatever the input; nil for none.
struct KnownBounds: Hashable {
    var lower: Float?
    var upper: Float?

    /// What holds of values of which each holds one of these.
    func union(_ other: KnownBounds) -> KnownBounds {
        KnownBounds(
            lower: lower.flatMap { a in other.lower.map { min(a, $0) } },
            upper: upper.flatMap { a in other.upper.map { max(a, $0) } })
    }

    /// What holds if both hold.
    func intersection(_ other: KnownBounds) -> KnownBounds {
        KnownBounds(
            lower: lower.map { max($0, other.lower ?? $0) } ?? other.lower,
            upper: upper.map { min($0, other.upper ?? $0) } ?? other.upper)
    }

    /// Bounds of all values that have some, by name.
    static func all(in graph: Graph) -> [String: KnownBounds] {
        var bounds: [String: KnownBounds] = [:]
        for (name, tensor) in graph.initializers {
            guard let floats = tensor.floats, let low = floats.min(), let high = floats.max() else { continue }
            bounds[name] = KnownBounds(lower: low, upper: high)
        }
        for node in graph.nodes {
            let inputs = node.inputs.map { bounds[$0] ?? KnownBounds() }
            let own = of(node, inputs, graph)
            for output in node.outputs.prefix(node.op.movesElements ? node.outputs.count : 1) { bounds[output] = own }
        }
        return bounds
    }

    private static func of(_ node: Node, _ inputs: [KnownBounds], _ graph: Graph) -> KnownBounds {
        let first = inputs.first ?? KnownBounds()
        let isNotNegative = inputs.allSatisfy { ($0.lower ?? -1) >= 0 }
        let sign = KnownBounds(lower: isNotNegative ? 0 : nil, upper: nil)
        switch node.op {
        case let op as Conv: return op.epilogue.bounds
        case let op as Gemm: return op.epilogue.bounds
        case let op as MatMul: return op.epilogue.bounds
        case let op as Add: return sign.intersection(op.epilogue.bounds)
        case is Mul: return sign
        case is Relu: return first.intersection(KnownBounds(lower: 0, upper: nil)).raised
        case is Clip:
            let limits = (1...2).map {
                $0 < node.inputs.count ? graph.initializers[node.inputs[$0]]?.floats?.first : nil
            }
            return KnownBounds(lower: limits[0], upper: limits[1])
        case is Sigmoid, is HardSigmoid, is Softmax: return KnownBounds(lower: 0, upper: 1)
        case is Tanh: return KnownBounds(lower: -1, upper: 1)
        case is HardSwish: return KnownBounds(lower: -0.375, upper: nil)
        // x * sigmoid(x) is never below -0.27847.
        case let op as Swish where op.alpha > 0: return KnownBounds(lower: -0.2785 / op.alpha, upper: nil)
        case is Exp, is Softplus, is Sqrt, is Abs, is ReduceL1, is ReduceL2, is ReduceSumSquare:
            return KnownBounds(lower: 0, upper: nil)
        case is Gelu: return KnownBounds(lower: -0.1701, upper: nil)
        case is Erf: return KnownBounds(lower: -1, upper: 1)
        case is LRN: return KnownBounds(lower: (first.lower ?? -1) >= 0 ? 0 : nil, upper: nil)
        case is Concat: return inputs.dropFirst().reduce(first) { $0.union($1) }
        case is AveragePool, is GlobalAveragePool, is ReduceMean, is MaxPool, is GlobalMaxPool, is Flatten, is Reshape,
            is Squeeze, is Unsqueeze, is Identity, is Dropout, is Transpose, is Slice, is Gather, is Cast:
            return first
        // Zeros may come in from outside.
        case let op as Pad where op.mode != .constant || node.inputs.count < 3 || node.inputs[2].isEmpty: return first
        // Elements of the input, and zeros.
        case let op where op.movesElements: return first.union(KnownBounds(lower: 0, upper: 0))
        default: return KnownBounds()
        }
    }

    private var raised: KnownBounds { KnownBounds(lower: lower, upper: upper.map { max($0, 0) }) }

    /// The format with these bounds as limits, at most `bits` wide. Rounding is monotone: what the bounds hold, the
    /// rounded bounds hold as well. Zero is always part of a format.
    func format(exponent: Int, bits: Int) -> DFPFormat {
        let widest = (1 << (bits - 1)) - 1
        let unit = Double(sign: .plus, exponent: -exponent, significand: 1)
        func limit(_ bound: Float?) -> Int? {
            guard let bound, bound.isFinite else { return nil }
            let scaled = (Double(bound) * unit).rounded(.toNearestOrEven)
            return Int(min(max(scaled, -32767), 32767))
        }
        return DFPFormat(
            exponent: exponent, minimum: Int16(max(-widest, min(0, limit(lower) ?? -widest))),
            maximum: Int16(min(widest, max(0, limit(upper) ?? widest))))
    }
}

extension Epilogue {
    fileprivate var bounds: KnownBounds { KnownBounds(lower: minimum, upper: maximum) }
}
