package import ModelGraph

/// An element-wise operator of two inputs with broadcasting: on float32, and on integers for the arithmetic of
/// shapes.
package protocol BinaryOperator: ReferenceOperator {
    func combine(_ a: Float, _ b: Float) -> Float
    /// Integers wrap as in NumPy.
    func combine<T: FixedWidthInteger>(_ a: T, _ b: T) throws -> T
}

extension BinaryOperator {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        [try combine(arguments.required(0, "A"), arguments.required(1, "B"))]
    }

    func combine(_ a: Tensor, _ b: Tensor) throws -> Tensor {
        switch (a.elements, b.elements) {
        case (.float32(let x), .float32(let y)):
            // No conversion of a throwing closure in the loop: float arithmetic cannot fail.
            let (values, shape) = try Broadcasting.combine(x, a.shape, y, b.shape) { combine($0, $1) }
            return Tensor(shape: shape, floats: values)
        case (.int64(let x), .int64(let y)):
            let (values, shape) = try Broadcasting.combine(x, a.shape, y, b.shape) { try combine($0, $1) }
            return Tensor(shape: shape, elements: .int64(values))
        case (.int32(let x), .int32(let y)):
            let (values, shape) = try Broadcasting.combine(x, a.shape, y, b.shape) { try combine($0, $1) }
            return Tensor(shape: shape, elements: .int32(values))
        default:
            throw GraphError.unsupported(
                "inputs of types \(a.elementType.rawValue) and \(b.elementType.rawValue); "
                    + "expected two of F32, I64 or I32")
        }
    }
}
