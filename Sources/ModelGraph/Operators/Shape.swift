/// The extents of its input, as int64.
package struct Shape: Operator {
    package static let name = "Shape"

    package var start: Int
    package var end: Int?

    package init(start: Int = 0, end: Int? = nil) {
        self.start = start
        self.end = end
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let x = try OperatorInputs(inputs, names: ["data"], required: 1)(0).type
        return [TensorType(.int64, [.fixed(range(rank: x.shape.count).count)])]
    }

    /// The axes whose extents are given: `start` and `end` count from the end if negative and are cut to the rank.
    package func range(rank: Int) -> Range<Int> {
        func cut(_ axis: Int) -> Int { max(0, min(rank, axis < 0 ? axis + rank : axis)) }
        let lower = cut(start)
        return lower..<max(lower, cut(end ?? rank))
    }
}

extension Shape {
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
