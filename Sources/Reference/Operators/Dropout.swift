package import ModelGraph

extension Dropout: ReferenceOperator {
    /// The data as they are and, if asked for, the mask of what is kept: everything.
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let data = try arguments.required(0, "data")
        guard arguments.outputCount > 1 else { return [data] }
        return [
            data, Tensor(shape: data.shape, elements: .bool([Bool](repeating: true, count: data.count))),
        ]
    }
}
