extension Tensor {
    /// A tensor of the same element type made of elements at `offsets`; a negative offset takes `fill`'s only
    /// element, zero without it.
    ///
    /// - Precondition: offsets lie inside the elements.
    package func picking(_ offsets: [Int], shape: [Int], fill: Tensor? = nil) throws -> Tensor {
        if let fill, fill.elementType != elementType || fill.count != 1 {
            throw GraphError.invalid("fill value of shape \(fill.shape) and type \(fill.elementType.rawValue)")
        }
        func picked<A: ElementArray>(_ array: A) -> Tensor {
            let values = array.values
            let filler = fill.flatMap { A.Value.values($0.elements)?.first } ?? A.Value.zero
            let result = values.withUnsafeBufferPointer { source in
                offsets.map { $0 < 0 ? filler : source[$0] }
            }
            return Tensor(shape: shape, result)
        }
        return picked(elements.array)
    }

    /// The elements of several tensors of one type, one after the other.
    package static func joined(_ tensors: [Tensor]) throws -> Tensor {
        guard let first = tensors.first else { throw GraphError.invalid("no inputs") }
        func joined<A: ElementArray>(_ array: A) throws -> Tensor {
            var values = array.values
            for tensor in tensors.dropFirst() {
                guard let more = A.Value.values(tensor.elements) else {
                    throw GraphError.invalid(
                        "element types \(first.elementType.rawValue) and \(tensor.elementType.rawValue) differ")
                }
                values += more
            }
            return Tensor(shape: [values.count], values)
        }
        return try joined(first.elements.array)
    }
}
