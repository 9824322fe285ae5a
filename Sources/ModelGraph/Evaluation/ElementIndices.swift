/// What GatherElements and ScatterElements share: an index along one axis for every element.
enum ElementIndices {
    /// The offset in the data of every index's element: along `axis` where the index says, elsewhere where it stands.
    static func offsets(_ indices: [Int], shape: [Int], axis: Int, data: [Int]) throws -> [Int] {
        guard shape.count == data.count,
            shape.indices.allSatisfy({ $0 == axis || shape[$0] <= data[$0] })
        else { throw GraphError.invalid("indices of shape \(shape) for data of \(data)") }
        let strides = Positions.strides(data)
        var offStrides = strides
        offStrides[axis] = 0
        let starts = try Positions.offsets(positions: shape.map { Array(0..<$0) }, strides: offStrides)
        return try zip(starts, indices).map { start, index in
            start + (try position(index, extent: data[axis])) * strides[axis]
        }
    }

    /// An index counted from the front.
    static func position(_ index: Int, extent: Int) throws -> Int {
        guard index >= -extent, index < extent else {
            throw GraphError.invalid("index \(index) is outside of an axis of \(extent)")
        }
        return index < 0 ? index + extent : index
    }

    /// Where the slices of GatherND and ScatterND begin, and how many elements each has.
    ///
    /// - Parameters:
    ///   - batch: leading axes that data and indices share.
    static func slices(
        _ indices: [Int], shape: [Int], data: [Int], batch: Int
    ) throws -> (starts: [Int], length: Int) {
        guard let depth = shape.last, depth >= 1, (0...data.count).contains(batch),
            batch + depth <= data.count, batch < shape.count,
            shape[..<batch] == data[..<batch]
        else { throw GraphError.invalid("indices of shape \(shape) for data of \(data), batch_dims \(batch)") }
        let strides = Positions.strides(data)
        let length = data[(batch + depth)...].reduce(1, *)
        let rows = shape[batch..<shape.count - 1].reduce(1, *)
        let batchStride = data[batch...].reduce(1, *)
        var starts: [Int] = []
        for row in 0..<indices.count / depth {
            var start = rows == 0 ? 0 : row / rows * batchStride
            for d in 0..<depth {
                start += try position(indices[row * depth + d], extent: data[batch + d]) * strides[batch + d]
            }
            starts.append(start)
        }
        return (starts, length)
    }
}

/// How scattered elements meet those that are there.
package enum ScatterReduction: String, Sendable, Codable, CaseIterable {
    case none
    case add
    case mul
    case max
    case min

    /// The data with the updates written to `targets` one after the other.
    func scattered(_ data: Tensor, targets: [Int], updates: Tensor) throws -> Tensor {
        guard updates.count == targets.count, updates.elementType == data.elementType else {
            throw GraphError.invalid("updates of shape \(updates.shape) for \(targets.count) indices")
        }
        func moved<A: ElementArray>(_ array: A) -> Tensor {
            var values = array.values
            for (target, update) in zip(targets, A.Value.values(updates.elements) ?? []) { values[target] = update }
            return Tensor(shape: data.shape, values)
        }
        func reduced<T: NumericElement>(_: T.Type, _ combine: (T, T) -> T) -> Tensor {
            var values = T.values(data.elements) ?? []
            for (target, update) in zip(targets, T.values(updates.elements) ?? []) {
                values[target] = combine(values[target], update)
            }
            return Tensor(shape: data.shape, values)
        }
        func integers<T: IntegerElement>(_ type: T.Type) -> Tensor {
            switch self {
            case .none: moved(data.elements.array)
            case .add: reduced(type) { $0 &+ $1 }
            case .mul: reduced(type) { $0 &* $1 }
            case .max: reduced(type) { Swift.max($0, $1) }
            case .min: reduced(type) { Swift.min($0, $1) }
            }
        }
        func floats<T: FloatElement>(_ type: T.Type) -> Tensor {
            switch self {
            case .none: moved(data.elements.array)
            case .add: reduced(type) { $0 + $1 }
            case .mul: reduced(type) { $0 * $1 }
            case .max: reduced(type) { Swift.max($0, $1) }
            case .min: reduced(type) { Swift.min($0, $1) }
            }
        }
        switch data.elementType.element {
        case _ where self == .none: return moved(data.elements.array)
        case let type as any IntegerElement.Type: return integers(type)
        case let type as any FloatElement.Type: return floats(type)
        default: throw GraphError.unsupported("reduction \(rawValue) of \(data.elementType.rawValue)")
        }
    }
}
