/// The operators that a graph can hold, a line each.
package enum OperatorTable {
    package static let operators: [any Operator.Type] = [
        Add.self,
        AveragePool.self,
        BatchNormalization.self,
        Cast.self,
        Clip.self,
        Concat.self,
        ConstantOfShape.self,
        Conv.self,
        Div.self,
        Dropout.self,
        Flatten.self,
        Gather.self,
        Gemm.self,
        GlobalAveragePool.self,
        GlobalMaxPool.self,
        HardSigmoid.self,
        HardSwish.self,
        Identity.self,
        LRN.self,
        LeakyRelu.self,
        MatMul.self,
        MaxPool.self,
        Mul.self,
        Pad.self,
        ReduceMean.self,
        Relu.self,
        Reshape.self,
        Shape.self,
        Sigmoid.self,
        Slice.self,
        Softmax.self,
        Squeeze.self,
        Sub.self,
        Swish.self,
        Tanh.self,
        Transpose.self,
        Unsqueeze.self,
    ]

    private static let byName: [String: any Operator.Type] = Dictionary(
        uniqueKeysWithValues: operators.map { ($0.name, $0) })

    /// The operator's type, nil for a name that is not in the table.
    package static func type(named name: String) -> (any Operator.Type)? { byName[name] }

    /// Reads the attributes of an operator that was written with its own `encode(to:)`.
    ///
    /// - Throws: `GraphError` for an unknown name, `DecodingError` for attributes that do not fit.
    package static func decode(name: String, from decoder: any Decoder) throws -> any Operator {
        guard let type = byName[name] else { throw GraphError.unsupported("unknown operator \(name)") }
        return try type.init(from: decoder)
    }
}
