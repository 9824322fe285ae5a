/// x, or slope * x below zero; the slope broadcasts to x.
package struct PRelu: Operator {
    package static let name = "PRelu"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["X", "slope"], required: 2)
        let x = try inputs.type(0, ElementType.numbers)
        guard try inputs.broadcast(ElementType.numbers).shape.count == x.shape.count else {
            throw GraphError.invalid("slope does not broadcast to X of shape \(x.shape)")
        }
        return [x]
    }
}

extension PRelu: BinaryOperator {
    package func combine<T: FloatElement>(_ a: T, _ b: T) -> T { a < 0 ? a * b : a }
    package func combine<T: IntegerElement>(_ a: T, _ b: T) -> T { a < 0 ? a &* b : a }
}
