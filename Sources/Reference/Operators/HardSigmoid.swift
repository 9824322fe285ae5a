package import ModelGraph

extension HardSigmoid: ReferenceOperator {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        [try arguments.floats(0, "X").map { x in max(0, min(1, alpha * x + beta)) }]
    }
}
