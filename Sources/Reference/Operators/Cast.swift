package import ModelGraph

extension Cast: ReferenceOperator {
    /// Floats are truncated toward zero and saturate; NaN becomes 0. Integers wrap, as in NumPy.
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let input = try arguments.required(0, "input")
        if input.elementType == to { return [input] }
        let elements: Tensor.Elements
        switch to {
        case .float32: elements = .float32(floats(input))
        case .int64: elements = .int64(integers(input))
        case .int32: elements = .int32(integers(input))
        case .int16: elements = .int16(integers(input))
        case .uint8: elements = .uint8(integers(input))
        case .bool:
            elements = .bool(input.floats.map { $0.map { $0 != 0 } } ?? integers(input).map { (x: Int64) in x != 0 })
        default:
            throw GraphError.unsupported("the type \(to.rawValue)")
        }
        return [Tensor(shape: input.shape, elements: elements)]
    }

    private func floats(_ input: Tensor) -> [Float] {
        if let floats = input.floats { return floats }
        return (integers(input) as [Int64]).map { Float($0) }
    }

    private func integers<T: FixedWidthInteger>(_ input: Tensor) -> [T] {
        switch input.elements {
        case .float32(let values):
            values.map { x in
                if x.isNaN { return 0 }
                if x <= Float(T.min) { return .min }
                // Float(T.max) may round up to a number that T does not hold.
                return x >= Float(T.max) ? .max : T(x)
            }
        case .int64(let values): values.map { T(truncatingIfNeeded: $0) }
        case .int32(let values): values.map { T(truncatingIfNeeded: $0) }
        case .int16(let values): values.map { T(truncatingIfNeeded: $0) }
        case .uint8(let values): values.map { T(truncatingIfNeeded: $0) }
        case .bool(let values): values.map { $0 ? 1 : 0 }
        }
    }
}
