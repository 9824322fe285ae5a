import ModelGraph

/// The operators that are read, a line each. `Constant` is read into an initializer by `ModelReader`.
package enum OperatorReaders {
    static let readers: [any ReadableOperator.Type] = [
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
        Tanh.self,
        Transpose.self,
        Unsqueeze.self,
    ]

    static let byName: [String: any ReadableOperator.Type] = Dictionary(
        uniqueKeysWithValues: readers.map { ($0.name, $0) })

    /// ONNX's names of the operators that are read.
    package static var names: [String] { readers.map { $0.name } }
}
