import ModelGraph

extension Tensor {
    /// The rows of the first axis with these numbers, in this order.
    func rows(_ numbers: [Int]) -> Tensor {
        let size = shape.dropFirst().reduce(1, *)
        func taken<T>(_ values: [T]) -> [T] { numbers.flatMap { values[$0 * size..<($0 + 1) * size] } }
        let taken: Elements =
            switch elements {
            case .float32(let values): .float32(taken(values))
            case .int64(let values): .int64(taken(values))
            case .int32(let values): .int32(taken(values))
            case .int16(let values): .int16(taken(values))
            case .uint8(let values): .uint8(taken(values))
            case .bool(let values): .bool(taken(values))
            }
        return Tensor(shape: [numbers.count] + shape.dropFirst(), elements: taken)
    }

    /// The elements' bit patterns: `==` on them tells -0 from 0 and finds NaN equal to itself.
    var bits: [UInt32] { (floats ?? []).map(\.bitPattern) }
}
