package import ModelGraph

extension Slice: ReferenceOperator {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let data = try arguments.required(0, "data")
        let starts = try arguments.integers(1, "starts")
        let ends = try arguments.integers(2, "ends")
        let axes = try Axes.normalized(
            arguments.optionalIntegers(3, "axes") ?? Array(starts.indices), rank: data.shape.count)
        let steps = try arguments.optionalIntegers(4, "steps") ?? [Int](repeating: 1, count: starts.count)
        guard ends.count == starts.count, axes.count == starts.count, steps.count == starts.count else {
            throw GraphError.invalid("starts, ends, axes and steps differ in length")
        }
        var positions = data.shape.map { Array(0..<$0) }
        for (index, axis) in axes.enumerated() {
            positions[axis] = try Self.positions(
                from: starts[index], to: ends[index], by: steps[index], extent: data.shape[axis])
        }
        let offsets = try Axes.offsets(positions: positions, strides: Axes.strides(data.shape))
        return [try data.picking(offsets, shape: positions.map(\.count))]
    }

    /// The positions that one axis keeps: both ends count from the end when negative and are clamped to the
    /// axis, as in NumPy.
    private static func positions(from start: Int, to end: Int, by step: Int, extent: Int) throws -> [Int] {
        guard step != 0 else { throw GraphError.invalid("a step is 0") }
        let lowest = step > 0 ? 0 : -1
        let highest = step > 0 ? extent : extent - 1
        func clamped(_ position: Int) -> Int { min(max(position < 0 ? position + extent : position, lowest), highest) }
        // A step beyond the axis takes one element at most; limiting it keeps the stride from overflowing.
        let limited = min(max(step, -extent - 1), extent + 1)
        return Array(stride(from: clamped(start), to: clamped(end), by: limited))
    }
}
