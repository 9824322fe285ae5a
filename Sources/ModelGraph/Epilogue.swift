/// What a Conv, Gemm, MatMul or Add does with its result before it writes it: fused by passes, absent in ONNX.
///
/// `clamp(result + residual, minimum, maximum)`, the residual being the node's last input.
package struct Epilogue: Sendable, Hashable, Codable {
    /// The node's last input is added to the result before clamping. It has the result's shape.
    package var addsResidual: Bool
    /// Lower bound of the result (0 for Relu and Relu6), nil for none.
    package var minimum: Float?
    /// Upper bound of the result (6 for Relu6), nil for none.
    package var maximum: Float?

    package init(addsResidual: Bool = false, minimum: Float? = nil, maximum: Float? = nil) {
        self.addsResidual = addsResidual
        self.minimum = minimum
        self.maximum = maximum
    }

    package static let none = Epilogue()

    package func applied(to value: Float) -> Float {
        var value = value
        if let minimum, value < minimum { value = minimum }
        if let maximum, value > maximum { value = maximum }
        return value
    }
}
