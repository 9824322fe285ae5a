import ModelGraph

/// How an operator treats the number formats of its operands and its result.
enum FormatRule {
    /// INT16 input, integer weights; the result has a format of its own, or is float32 where nothing needs more.
    case layer
    /// A product of two INT16 activations; the result as a layer's.
    case product
    /// The result is made of elements of the first input and shares its format exactly.
    case shares
    /// The result has a format of its own.
    case own
    /// The same, and the first input must be INT16.
    case ownOfInteger
    /// The first input must be INT16; the result shares its format.
    case sharesOfInteger
    /// Computed in float32; quantized afterwards only where an integer operator reads it.
    case float
    /// Arithmetic of shapes.
    case none

    /// Operators that what they are made of does not say enough about.
    static let table: [String: FormatRule] = [
        "Add": .own,
        "AveragePool": .ownOfInteger,
        "BatchNormalization": .own,
        "Cast": .shares,
        "Clip": .own,
        "Concat": .own,
        "ConstantOfShape": .none,
        "Div": .own,
        "Dropout": .shares,
        // Exponentials and their like span more than a number of 16 bits holds well.
        "Exp": .float,
        "Flatten": .shares,
        "Gather": .shares,
        "GlobalAveragePool": .own,
        "GlobalMaxPool": .sharesOfInteger,
        "Identity": .shares,
        "LRN": .ownOfInteger,
        "Log": .float,
        "MaxPool": .sharesOfInteger,
        "Mul": .own,
        "Pad": .own,
        "Reciprocal": .float,
        "ReduceMean": .own,
        "Relu": .own,
        "Reshape": .shares,
        "Shape": .none,
        "Size": .none,
        "Slice": .shares,
        "Softmax": .float,
        "Sqrt": .float,
        "Squeeze": .shares,
        "Sub": .own,
        "Transpose": .shares,
        "Unsqueeze": .shares,
    ]

    static func of(_ node: Node, in graph: Graph) -> FormatRule {
        switch node.op {
        case is Conv: return LayerWeights.fits(node, in: graph) ? .layer : .float
        case is Gemm: return LayerWeights.fits(node, in: graph) ? .layer : .float
        case is ScaledDotProductAttention: return .product
        case is MatMul:
            if LayerWeights.fits(node, in: graph) { return .layer }
            // Biases and residuals are fused into products with weights only.
            return node.inputs.count == 2 ? .product : .float
        // Padding with zeros, or with elements of the input, adds nothing to its range.
        case let pad as Pad:
            let value = node.inputs.count > 2 ? graph.initializers[node.inputs[2]]?.floats?.first : nil
            let isZero = node.inputs.count < 3 || node.inputs[2].isEmpty || value == 0
            return pad.mode != .constant || isZero ? .shares : .own
        // The window kernels have one and two axes, and no indices.
        case is MaxPool, is AveragePool:
            return PoolSupport.isInteger(node, in: graph) ? table[node.operatorName] ?? .float : .float
        default: break
        }
        if let rule = table[node.operatorName] { return rule }
        if node.op.movesElements { return .shares }
        return node.op is any UnaryOperator ? .own : .float
    }

    var sharesInput: Bool { self == .shares || self == .sharesOfInteger }
    var needsInteger: Bool { self == .layer || self == .ownOfInteger || self == .sharesOfInteger }
}

/// Which pools the integer engine computes on mantissas.
enum PoolSupport {
    static func isInteger(_ node: Node, in graph: Graph) -> Bool {
        let hasIndices = node.outputs.dropFirst().contains { !$0.isEmpty }
        switch node.op {
        case let pool as MaxPool: return pool.kernelShape.count <= 2 && !hasIndices
        case let pool as AveragePool: return pool.kernelShape.count <= 2
        default: return false
        }
    }
}
