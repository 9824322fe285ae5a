/// The runs of elements along one axis.
enum Rows {
    /// Calls `body` for every run: where it starts, how many elements it has and how far they are apart.
    static func forEach(_ shape: [Int], axis: Int, _ body: (_ start: Int, _ extent: Int, _ stride: Int) -> Void) {
        let stride = shape[(axis + 1)...].reduce(1, *)
        for outer in 0..<shape[..<axis].reduce(1, *) {
            for inner in 0..<stride { body(outer * shape[axis] * stride + inner, shape[axis], stride) }
        }
    }

    /// `shape` and `axis` with all axes from `axis` on as one: what Softmax, LogSoftmax and Hardmax meant before opset 13.
    static func coerced(_ shape: [Int], axis: Int) -> (shape: [Int], axis: Int) {
        (Array(shape[..<axis]) + [shape[axis...].reduce(1, *)], axis)
    }
}
