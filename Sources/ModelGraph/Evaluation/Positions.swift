/// Where the elements of tensors lie.
package enum Positions {
    /// How many elements apart neighbours along each axis lie.
    package static func strides(_ shape: [Int]) -> [Int] {
        var strides = [Int](repeating: 1, count: shape.count)
        for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
        return strides
    }

    /// The offset of every element of a result, row-major: along axis `a` it takes the source's
    /// `positions[a]`, which lie `strides[a]` elements apart. A negative position stands for an element that
    /// the source does not have, and makes a negative offset.
    package static func offsets(positions: [[Int]], strides: [Int]) throws -> [Int] {
        _ = try ShapeLimits.listedCount(positions.map(\.count))
        var offsets = [0]
        for (positions, stride) in zip(positions, strides) {
            var next: [Int] = []
            next.reserveCapacity(offsets.count * positions.count)
            for base in offsets {
                for position in positions { next.append(base < 0 || position < 0 ? -1 : base + position * stride) }
            }
            offsets = next
        }
        return offsets
    }
}
