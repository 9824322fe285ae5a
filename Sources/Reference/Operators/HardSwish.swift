package import ModelGraph

extension HardSwish: ReferenceOperator {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        [try arguments.floats(0, "X").map { x in x * max(0, min(1, x / 6 + 0.5)) }]
    }
}
