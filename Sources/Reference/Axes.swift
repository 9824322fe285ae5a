import ModelGraph

/// Arithmetic on shapes and axes that come from a model and are therefore checked.
enum Axes {
    /// More elements than any value of a supported model has; above it an error comes instead of an allocation.
    static let elementLimit = 1 << 31

    /// The number of elements of a shape.
    ///
    /// - Throws: `GraphError` for a negative extent, and where the extents multiply to more than the limit even
    ///   if one of them is zero: whoever multiplies only some of them must not overflow.
    static func count(_ shape: [Int]) throws -> Int {
        var product = 1
        for extent in shape {
            let (next, overflow) = product.multipliedReportingOverflow(by: max(1, extent))
            guard extent >= 0, !overflow, next <= elementLimit else {
                throw GraphError.invalid("shape \(shape) has a negative extent or over \(elementLimit) elements")
            }
            product = next
        }
        return shape.contains(0) ? 0 : product
    }

    /// How many elements apart neighbours along each axis lie.
    static func strides(_ shape: [Int]) -> [Int] {
        var strides = [Int](repeating: 1, count: shape.count)
        for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
        return strides
    }

    /// An axis counted from the front; negative ones count from the end.
    ///
    /// - Parameter inclusive: whether `rank` itself is allowed (an axis to split before).
    static func normalized(_ axis: Int, rank: Int, inclusive: Bool = false) throws -> Int {
        let limit = inclusive ? rank : rank - 1
        guard axis >= -rank, axis <= limit else {
            throw GraphError.invalid("axis \(axis) is outside of \(-rank)...\(limit)")
        }
        return axis < 0 ? axis + rank : axis
    }

    /// Several axes counted from the front, each at most once.
    static func normalized(_ axes: [Int], rank: Int) throws -> [Int] {
        let result = try axes.map { try normalized($0, rank: rank) }
        guard Set(result).count == result.count else { throw GraphError.invalid("axes \(axes) repeat one") }
        return result
    }

    /// The offset of every element of a result, row-major: along axis `a` it takes the source's
    /// `positions[a]`, which lie `strides[a]` elements apart. A negative position stands for an element that
    /// the source does not have, and makes a negative offset.
    static func offsets(positions: [[Int]], strides: [Int]) throws -> [Int] {
        _ = try count(positions.map(\.count))
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
