import ModelGraph

extension Tensor {
    /// A tensor of the same element type made of elements at `offsets`; a negative offset takes `fill`'s only
    /// element, zero without it.
    ///
    /// - Precondition: offsets lie inside the elements.
    func picking(_ offsets: [Int], shape: [Int], fill: Tensor? = nil) throws -> Tensor {
        if let fill, fill.elementType != elementType || fill.count != 1 {
            throw GraphError.invalid("fill value of shape \(fill.shape) and type \(fill.elementType.rawValue)")
        }
        let picked: Elements =
            switch (elements, fill?.elements) {
            case (.float32(let values), .float32(let fill)?): .float32(pick(values, offsets, fill[0]))
            case (.float32(let values), _): .float32(pick(values, offsets, 0))
            case (.int64(let values), .int64(let fill)?): .int64(pick(values, offsets, fill[0]))
            case (.int64(let values), _): .int64(pick(values, offsets, 0))
            case (.int32(let values), .int32(let fill)?): .int32(pick(values, offsets, fill[0]))
            case (.int32(let values), _): .int32(pick(values, offsets, 0))
            case (.int16(let values), .int16(let fill)?): .int16(pick(values, offsets, fill[0]))
            case (.int16(let values), _): .int16(pick(values, offsets, 0))
            case (.uint8(let values), .uint8(let fill)?): .uint8(pick(values, offsets, fill[0]))
            case (.uint8(let values), _): .uint8(pick(values, offsets, 0))
            case (.bool(let values), .bool(let fill)?): .bool(pick(values, offsets, fill[0]))
            case (.bool(let values), _): .bool(pick(values, offsets, false))
            }
        return Tensor(shape: shape, elements: picked)
    }

    private func pick<T>(_ values: [T], _ offsets: [Int], _ fill: T) -> [T] {
        offsets.map { $0 < 0 ? fill : values[$0] }
    }

    /// The elements of several tensors of one type, one after the other.
    static func joined(_ tensors: [Tensor]) throws -> Tensor {
        guard var elements = tensors.first?.elements else { throw GraphError.invalid("no inputs") }
        for tensor in tensors.dropFirst() {
            switch (elements, tensor.elements) {
            case (.float32(let a), .float32(let b)): elements = .float32(a + b)
            case (.int64(let a), .int64(let b)): elements = .int64(a + b)
            case (.int32(let a), .int32(let b)): elements = .int32(a + b)
            case (.int16(let a), .int16(let b)): elements = .int16(a + b)
            case (.uint8(let a), .uint8(let b)): elements = .uint8(a + b)
            case (.bool(let a), .bool(let b)): elements = .bool(a + b)
            default:
                throw GraphError.invalid(
                    "element types \(elements.elementType.rawValue) and \(tensor.elementType.rawValue) differ")
            }
        }
        return Tensor(shape: [elements.count], elements: elements)
    }
}
