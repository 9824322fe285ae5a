package import ModelGraph

extension ConstantOfShape: ReferenceOperator {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let shape = try arguments.integers(0, "input")
        _ = try ShapeLimits.count(shape)
        return [tensor(shape: shape)]
    }
}
