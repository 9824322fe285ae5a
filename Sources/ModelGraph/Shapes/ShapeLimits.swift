/// How large a tensor may be: past these a model is refused, before anything is allocated.
package enum ShapeLimits {
    package static let rank = 8
    /// Elements of one tensor: 2^31 - 1, so that an index fits a signed 32-bit number.
    package static let elements = 2_147_483_647

    /// Elements that are computed from a list of indices or made by counting, which take 8 bytes each beside the result.
    package static let listed = 1 << 28

    /// As `count`, up to `listed`.
    package static func listedCount(_ shape: [Int]) throws(GraphError) -> Int {
        let count = try count(shape)
        guard count <= listed else {
            throw .unsupported("shape \(shape) has more than \(listed) elements, which cannot be put in order at once")
        }
        return count
    }

    /// The number of elements of a shape, zero included.
    package static func count(_ shape: [Int]) throws(GraphError) -> Int {
        guard shape.count <= rank else { throw .unsupported("\(shape.count) axes; at most \(rank) are supported") }
        var count = 1
        for extent in shape {
            guard extent >= 0 else { throw .invalid("shape \(shape) has a negative extent") }
            // An extent of 0 counts as 1 here, so that strides and parts of the product are within the limit as well.
            let (product, overflow) = count.multipliedReportingOverflow(by: max(1, extent))
            guard !overflow, product <= elements else {
                throw .unsupported("shape \(shape) has more than \(elements) elements")
            }
            count = product
        }
        return shape.contains(0) ? 0 : count
    }

    /// Checks the fixed extents of a type.
    package static func check(_ type: TensorType) throws(GraphError) {
        guard type.shape.count <= rank else {
            throw .unsupported("\(type.shape.count) axes; at most \(rank) are supported")
        }
        _ = try count(type.shape.map { $0.fixed ?? 1 })
    }
}
