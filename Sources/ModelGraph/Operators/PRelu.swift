/// x, or slope * x below zero; the slope broadcasts to x.
package struct PRelu: Operator {
    package static let name = "PRelu"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["X", "slope"], required: 2)
        let x = try inputs.type(0, ElementType.numbers)
        let result = try inputs.broadcast(ElementType.numbers).shape
        guard result.count == x.shape.count,
            zip(result, x.shape).allSatisfy({ $0.fixed == nil || $1.fixed == nil || $0 == $1 })
        else {
            throw GraphError.invalid("slope does not broadcast to X of shape \(x.shape)")
        }
        return [x]
    }
}

extension PRelu: BinaryOperator {
    package func combine<T: FloatElement>(_ a: T, _ b: T) -> T { a < 0 ? a * b : a }
    package func combine<T: IntegerElement>(_ a: T, _ b: T) -> T { a < 0 ? a &* b : a }
}
