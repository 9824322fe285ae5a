/// An element-wise operator of two inputs of one numeric type with broadcasting.
package protocol BinaryOperator: Operator {
    func combine<T: FloatElement>(_ a: T, _ b: T) -> T
    /// Integers wrap as in NumPy.
    func combine<T: IntegerElement>(_ a: T, _ b: T) throws -> T
}

extension BinaryOperator {
    package static var nativeFloats: [ElementType] { [.float32, .float64] }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["A", "B"], required: 2)
        return [try inputs.broadcast(ElementType.numbers)]
    }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        [try combine(arguments.required(0, "A"), arguments.required(1, "B"))]
    }

    func combine(_ a: Tensor, _ b: Tensor) throws -> Tensor {
        func integers<T: IntegerElement>(_ type: T.Type) throws -> Tensor {
            try Broadcast.combined(a, b, type) { try combine($0, $1) }
        }
        // No throwing closure in the loop: float arithmetic cannot fail.
        switch a.elementType.element {
        case is Float.Type: return try Broadcast.combined(a, b, Float.self) { combine($0, $1) }
        case is Double.Type: return try Broadcast.combined(a, b, Double.self) { combine($0, $1) }
        case let type as any IntegerElement.Type: return try integers(type)
        default: throw GraphError.unsupported("inputs of type \(a.elementType.rawValue); expected numbers")
        }
    }
}

/// An element-wise comparison with broadcasting.
package protocol ComparisonOperator: Operator {
    static var comparedTypes: [ElementType] { get }
    func compare<T: TensorElement & Comparable>(_ a: T, _ b: T) -> Bool
}

extension ComparisonOperator {
    package static var comparedTypes: [ElementType] { ElementType.numbers }
    package static var nativeFloats: [ElementType] { [.float32, .float64] }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["A", "B"], required: 2)
        return [TensorType(.bool, try inputs.broadcast(Self.comparedTypes).shape)]
    }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let (a, b) = (try arguments.required(0, "A"), try arguments.required(1, "B"))
        func compared<T: NumericElement>(_ type: T.Type) throws -> Tensor {
            try Broadcast.combined(a, b, type) { compare($0, $1) }
        }
        if let x = Bool.values(a.elements) {
            let left = Tensor(shape: a.shape, x.map { UInt8($0 ? 1 : 0) })
            let right = Tensor(shape: b.shape, (Bool.values(b.elements) ?? []).map { UInt8($0 ? 1 : 0) })
            return [try Broadcast.combined(left, right, UInt8.self) { compare($0, $1) }]
        }
        guard let type = a.elementType.element as? any NumericElement.Type else {
            throw GraphError.unsupported("inputs of type \(a.elementType.rawValue); expected numbers")
        }
        return [try compared(type)]
    }
}

/// An element-wise operator of two bools with broadcasting.
package protocol LogicalOperator: Operator {
    func combine(_ a: Bool, _ b: Bool) -> Bool
}

extension LogicalOperator {
    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        [try OperatorInputs(inputs, names: ["A", "B"], required: 2).broadcast([.bool])]
    }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        [
            try Broadcast.combined(arguments.required(0, "A"), arguments.required(1, "B"), Bool.self) {
                combine($0, $1)
            }
        ]
    }
}

/// An element-wise operator of two integers with broadcasting.
package protocol BitwiseOperator: Operator {
    static var bitTypes: [ElementType] { get }
    func combine<T: IntegerElement>(_ a: T, _ b: T) -> T
}

extension BitwiseOperator {
    package static var bitTypes: [ElementType] { ElementType.integers }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        [try OperatorInputs(inputs, names: ["A", "B"], required: 2).broadcast(Self.bitTypes)]
    }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let (a, b) = (try arguments.required(0, "A"), try arguments.required(1, "B"))
        func combined<T: IntegerElement>(_ type: T.Type) throws -> Tensor {
            try Broadcast.combined(a, b, type) { combine($0, $1) }
        }
        guard let type = a.elementType.element as? any IntegerElement.Type else {
            throw GraphError.unsupported("inputs of type \(a.elementType.rawValue); expected integers")
        }
        return [try combined(type)]
    }
}

/// An element-wise operator of any number of inputs with broadcasting: Max, Min, Sum.
package protocol VariadicOperator: BinaryOperator {}

extension VariadicOperator {
    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        guard !inputs.isEmpty else { throw GraphError.invalid("no inputs; expected one or more") }
        let names = inputs.indices.map { "data_\($0)" }
        return [try OperatorInputs(inputs, names: names, required: max(1, inputs.count)).broadcast(ElementType.numbers)]
    }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        var result = try arguments.required(0, "data_0")
        for index in arguments.values.indices.dropFirst() {
            result = try combine(result, arguments.required(index, "data_\(index)"))
        }
        return [result]
    }
}
