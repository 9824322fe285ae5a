import ModelGraph

/// The operators of the integer engine, a line for each.
package enum IntegerOperatorTable {
    private static let operators: [any PlannedOperator.Type] = [
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
        LayerNormalization.self,
        LeakyRelu.self,
        MatMul.self,
        MaxPool.self,
        Mul.self,
        Pad.self,
        ReduceMean.self,
        Relu.self,
        Reshape.self,
        ScaledDotProductAttention.self,
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

    /// ONNX's names of all operators the engine computes.
    package static let names: [String] = operators.map { $0.name }

    private static let known = Set(names)

    static func contains(_ name: String) -> Bool { known.contains(name) }
}
