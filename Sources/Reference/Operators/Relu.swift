package import ModelGraph

extension Relu: ReferenceOperator {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        [try arguments.floats(0, "X").map { x in x < 0 ? 0 : x }]
    }
}
