/// Ones on a diagonal of a matrix of its input's shape.
package struct EyeLike: Operator {
    package static let name = "EyeLike"

    /// nil: the input's type.
    package var dtype: ElementType?
    /// The diagonal: above the main one if positive.
    package var k: Int

    package init(dtype: ElementType? = nil, k: Int = 0) {
        self.dtype = dtype
        self.k = k
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let x = try OperatorInputs(inputs, names: ["input"], required: 1)(0).type
        guard x.shape.count == 2 else { throw GraphError.invalid("an input of shape \(x.shape); expected a matrix") }
        return [TensorType(dtype ?? x.elementType, x.shape)]
    }
}

extension EyeLike {
    package static var nativeFloats: [ElementType] { ElementType.floats }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let x = try arguments.required(0, "input")
        guard x.shape.count == 2 else { throw GraphError.invalid("an input of shape \(x.shape); expected a matrix") }
        let columns = max(1, x.shape[1])
        let diagonal = min(max(k, -x.shape[0] - 1), x.shape[1] + 1)
        let values = (0..<x.count).map { $0 % columns - $0 / columns == diagonal ? 1.0 : 0 }
        return [Tensor(shape: x.shape, values).converted(to: dtype ?? x.elementType)]
    }
}
