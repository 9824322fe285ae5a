import ModelGraph

/// How an operator treats the number formats of its operands and its result: a line per operator.
enum FormatRule {
    /// INT16 input, integer weights; the result has a format of its own, or is float32 where nothing needs more.
    case layer
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

    static let table: [String: FormatRule] = [
        "Add": .own,
        "AveragePool": .ownOfInteger,
        "BatchNormalization": .own,
        "Cast": .shares,
        "Clip": .own,
        "Concat": .own,
        "ConstantOfShape": .none,
        "Conv": .layer,
        "Div": .own,
        "Dropout": .shares,
        "Flatten": .shares,
        "Gather": .shares,
        "Gemm": .layer,
        "GlobalAveragePool": .own,
        "GlobalMaxPool": .sharesOfInteger,
        "HardSigmoid": .own,
        "HardSwish": .own,
        "Identity": .shares,
        "LRN": .ownOfInteger,
        "LeakyRelu": .own,
        "MatMul": .layer,
        "MaxPool": .sharesOfInteger,
        "Mul": .own,
        "Pad": .own,
        "ReduceMean": .own,
        "Relu": .own,
        "Reshape": .shares,
        "Shape": .none,
        "Sigmoid": .own,
        "Slice": .shares,
        "Softmax": .float,
        "Squeeze": .shares,
        "Sub": .own,
        "Swish": .own,
        "Tanh": .own,
        "Transpose": .shares,
        "Unsqueeze": .shares,
    ]

    /// - Throws: `QuantizationError` that names the node.
    static func of(_ node: Node, in graph: Graph) throws(QuantizationError) -> FormatRule {
        guard let rule = table[node.operatorName] else {
            throw QuantizationError(.model, "the operator cannot be quantized", at: node)
        }
        // Padding with zeros, or with elements of the input, adds nothing to its range.
        if let pad = node.op as? Pad {
            let value = node.inputs.count > 2 ? graph.initializers[node.inputs[2]]?.floats?.first : nil
            let isZero = node.inputs.count < 3 || node.inputs[2].isEmpty || value == 0
            return pad.mode != .constant || isZero ? .shares : .own
        }
        return rule
    }

    var sharesInput: Bool { self == .shares || self == .sharesOfInteger }
    var needsInteger: Bool { self == .layer || self == .ownOfInteger || self == .sharesOfInteger }
}
