import ModelGraph

/// Tensors in and out of a plan's buffers.
enum TensorMemory {
    /// - Precondition: `source` holds as many elements of the type as the shape says, aligned to their size (buffers are
    ///   aligned to cache lines).
    static func read(_ source: UnsafeMutableRawPointer, _ type: ElementType, shape: [Int]) -> Tensor {
        let count = shape.reduce(1, *)
        func read<T: TensorElement>(_: T.Type) -> Tensor {
            // Every element type is trivial: its bits are its value. Bools were written as 0 and 1.
            let typed = source.assumingMemoryBound(to: T.self)
            return Tensor(shape: shape, [T](UnsafeBufferPointer(start: typed, count: count)))
        }
        return read(type.element)
    }

    /// - Precondition: `target` has room for the tensor's elements.
    static func write(_ tensor: Tensor, to target: UnsafeMutableRawPointer) {
        func write<A: ElementArray>(_ array: A) {
            array.values.withUnsafeBufferPointer { values in
                guard let start = values.baseAddress else { return }
                target.assumingMemoryBound(to: A.Value.self).update(from: start, count: values.count)
            }
        }
        write(tensor.elements.array)
    }
}
