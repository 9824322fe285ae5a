/// The mean of any number of inputs, element by element with NumPy's broadcasting.
package struct Mean: Operator {
    package static let name = "Mean"

    package init() {}
}

extension Mean: VariadicOperator {
    package func combine<T: FloatElement>(_ a: T, _ b: T) -> T { a + b }
    package func combine<T: IntegerElement>(_ a: T, _ b: T) -> T { a &+ b }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let sum = try Sum().evaluate(arguments)[0]
        let count = Tensor.filled(Double(arguments.values.count), sum.elementType, shape: [])
        return [try Div().combine(sum, count)]
    }
}
