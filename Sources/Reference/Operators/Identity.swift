package import ModelGraph

extension Identity: ReferenceOperator {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] { [try arguments.required(0, "input")] }
}
