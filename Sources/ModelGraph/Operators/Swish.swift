/// x * Sigmoid(alpha * x), which PyTorch calls SiLU: ONNX's operator of opset 24, fused from its parts for older files.
package struct Swish: Operator {
    package static let name = "Swish"

    package var alpha: Float

    package init(alpha: Float = 1) {
        self.alpha = alpha
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        [try OperatorInputs(inputs, names: ["X"], required: 1).float(0)]
    }
}
