import ModelGraph

extension FuzzTarget {
    /// The elements as they lie in memory: equal for equal bits, NaN included.
    static func bytes(of tensor: Tensor) -> [UInt8] {
        func raw<A: ElementArray>(_ array: A) -> [UInt8] { array.values.withUnsafeBytes { [UInt8]($0) } }
        return raw(tensor.elements.array)
    }
}
