/// Element-wise sum with NumPy's broadcasting.
package struct Add: Operator {
    package static let name = "Add"

    package var epilogue: Epilogue

    package init(epilogue: Epilogue = .none) {
        self.epilogue = epilogue
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["A", "B"], required: 2)
        let a = try inputs(0).type
        let b = try inputs(1).type
        guard a.elementType == b.elementType else {
            throw GraphError.invalid("operands of types \(a.elementType.rawValue) and \(b.elementType.rawValue)")
        }
        return [TensorType(a.elementType, try Broadcast.shape(a.shape, b.shape))]
    }
}

extension Add: BinaryOperator {
    package func combine<T: FloatElement>(_ a: T, _ b: T) -> T { a + b }
    package func combine<T: IntegerElement>(_ a: T, _ b: T) throws -> T { a &+ b }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let (arguments, residual) = try epilogue.split(arguments)
        let sum = try combine(arguments.required(0, "A"), arguments.required(1, "B"))
        guard epilogue != .none else { return [sum] }
        var result = try FloatTensor(sum, "A")
        try epilogue.apply(to: &result, residual: residual)
        return [result.tensor]
    }
}
