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

    /// Checks that the residual is there exactly if it is added, and has the result's type.
    func check(residual: TensorType?, result: TensorType) throws(GraphError) {
        guard addsResidual == (residual != nil) else {
            throw .invalid(addsResidual ? "the residual is missing" : "a residual that is not added")
        }
        guard let residual else { return }
        let differs = zip(residual.shape, result.shape).contains { a, b in
            if let x = a.fixed, let y = b.fixed { x != y } else { false }
        }
        guard residual.elementType == result.elementType, residual.shape.count == result.shape.count, !differs else {
            throw .invalid("a residual of shape \(residual.shape) for a result of shape \(result.shape)")
        }
    }

    package func applied(to value: Float) -> Float {
        var value = value
        if let minimum, value < minimum { value = minimum }
        if let maximum, value > maximum { value = maximum }
        return value
    }
}

/// An operator that passes can give an epilogue.
package protocol EpilogueOperator: Operator {
    var epilogue: Epilogue { get }
}

extension Add: EpilogueOperator {}
extension Conv: EpilogueOperator {}
extension Gemm: EpilogueOperator {}
extension MatMul: EpilogueOperator {}
