package import ModelGraph

extension GlobalMaxPool: ReferenceOperator {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let input = try arguments.floats(0, "X")
        return [try Planes(input).reduced { plane in plane.reduce(-.infinity) { max($0, $1) } }]
    }
}
