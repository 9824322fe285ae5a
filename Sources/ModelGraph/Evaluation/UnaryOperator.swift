/// An element-wise function of floats, computed in float64 and rounded once.
package protocol UnaryOperator: Operator {
    func apply(_ x: Double) -> Double
}

extension UnaryOperator {
    package static var nativeFloats: [ElementType] { [.float32, .float64] }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        [try OperatorInputs(inputs, names: ["X"], required: 1).float(0)]
    }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let x = try arguments.required(0, "X")
        switch x.elements {
        case .float32(let values): return [Tensor(shape: x.shape, floats: values.map { Float(apply(Double($0))) })]
        case .float64(let values): return [Tensor(shape: x.shape, values.map(apply))]
        default: throw GraphError.unsupported("the input is \(x.elementType.rawValue), expected floats")
        }
    }
}

/// An element-wise function of any numbers that stays within their type: Abs, Neg, Sign.
package protocol NumericUnaryOperator: Operator {
    func apply<T: FloatElement>(_ x: T) -> T
    /// Integers wrap as in NumPy.
    func apply<T: IntegerElement>(_ x: T) -> T
}

extension NumericUnaryOperator {
    package static var nativeFloats: [ElementType] { [.float32, .float64] }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        [try OperatorInputs(inputs, names: ["X"], required: 1).type(0, ElementType.numbers)]
    }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let x = try arguments.required(0, "X")
        func floats<T: FloatElement>(_: T.Type) -> Tensor {
            Tensor(shape: x.shape, (T.values(x.elements) ?? []).map { (value: T) -> T in apply(value) })
        }
        func integers<T: IntegerElement>(_: T.Type) -> Tensor {
            Tensor(shape: x.shape, (T.values(x.elements) ?? []).map { (value: T) -> T in apply(value) })
        }
        switch x.elementType.element {
        case let type as any FloatElement.Type: return [floats(type)]
        case let type as any IntegerElement.Type: return [integers(type)]
        default: throw GraphError.unsupported("the input is \(x.elementType.rawValue), expected numbers")
        }
    }
}
