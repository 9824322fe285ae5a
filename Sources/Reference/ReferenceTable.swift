package import ModelGraph

/// Every operator that the reference executor computes: one line each.
package enum ReferenceTable {
    package typealias Kernel = @Sendable (any Operator, Arguments) throws -> [Tensor]

    /// How to compute an operator, by ONNX's `op_type`.
    package static let kernels: [String: Kernel] = Dictionary(
        uniqueKeysWithValues: [
            entry(Add.self),
            entry(AveragePool.self),
            entry(BatchNormalization.self),
            entry(Cast.self),
            entry(Clip.self),
            entry(Concat.self),
            entry(ConstantOfShape.self),
            entry(Conv.self),
            entry(Div.self),
            entry(Dropout.self),
            entry(Flatten.self),
            entry(Gather.self),
            entry(Gemm.self),
            entry(GlobalAveragePool.self),
            entry(GlobalMaxPool.self),
            entry(HardSigmoid.self),
            entry(HardSwish.self),
            entry(Identity.self),
            entry(LRN.self),
            entry(LeakyRelu.self),
            entry(MatMul.self),
            entry(MaxPool.self),
            entry(Mul.self),
            entry(Pad.self),
            entry(ReduceMean.self),
            entry(Relu.self),
            entry(Reshape.self),
            entry(Shape.self),
            entry(Sigmoid.self),
            entry(Slice.self),
            entry(Softmax.self),
            entry(Squeeze.self),
            entry(Sub.self),
            entry(Swish.self),
            entry(Tanh.self),
            entry(Transpose.self),
            entry(Unsqueeze.self),
        ])

    private static func entry<Op: ReferenceOperator>(_ type: Op.Type) -> (String, Kernel) {
        (
            Op.name,
            { op, arguments in
                guard let op = op as? Op else {
                    throw GraphError.invalid("\(Swift.type(of: op)) stands under the name \(Op.name)")
                }
                return try op.evaluate(arguments)
            }
        )
    }
}
