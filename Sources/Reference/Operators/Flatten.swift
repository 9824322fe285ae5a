package import ModelGraph

extension Flatten: ReferenceOperator {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let input = try arguments.required(0, "input")
        let split = try Axes.normalized(axis, rank: input.shape.count, inclusive: true)
        let rows = input.shape[..<split].reduce(1, *)
        return [input.reshaped(to: [rows, input.shape[split...].reduce(1, *)])]
    }
}
