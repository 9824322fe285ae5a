package import ModelGraph

extension Shape: ReferenceOperator {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let shape = try arguments.required(0, "data").shape
        let rank = shape.count
        // Both ends are clamped to the axes there are, as ONNX says.
        let first = min(max(start < 0 ? start + rank : start, 0), rank)
        let last = min(max(end.map { $0 < 0 ? $0 + rank : $0 } ?? rank, first), rank)
        let part = shape[first..<last].map { Int64($0) }
        return [Tensor(shape: [part.count], int64s: part)]
    }
}
