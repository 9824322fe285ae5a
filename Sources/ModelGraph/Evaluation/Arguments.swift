/// The tensors that one node reads, and how many it is to write.
package struct Arguments: Sendable {
    /// In ONNX's order, nil where an optional input is absent.
    package var values: [Tensor?]
    /// How many outputs the node has.
    package var outputCount: Int
    /// How matrices are multiplied.
    package var product: any MatrixProduct

    package init(_ values: [Tensor?], outputCount: Int = 1, product: any MatrixProduct = PortableProduct()) {
        self.values = values
        self.outputCount = outputCount
        self.product = product
    }

    /// The input at `index`, nil if it is absent.
    func optional(_ index: Int) -> Tensor? {
        values.indices.contains(index) ? values[index] : nil
    }

    /// The input at `index`, `name` being ONNX's for it.
    func required(_ index: Int, _ name: String) throws -> Tensor {
        guard let tensor = optional(index) else { throw GraphError.invalid("input \(name) is absent") }
        return tensor
    }

    /// The float32 input at `index`.
    func floats(_ index: Int, _ name: String) throws -> FloatTensor {
        try FloatTensor(required(index, name), name)
    }

    /// The float32 input at `index`, nil if it is absent.
    func optionalFloats(_ index: Int, _ name: String) throws -> FloatTensor? {
        try optional(index).map { try FloatTensor($0, name) }
    }

    /// The only element of the input at `index` as a number, nil if the input is absent.
    func optionalNumber(_ index: Int, _ name: String) throws -> Double? {
        guard let tensor = optional(index) else { return nil }
        guard tensor.count == 1 else {
            throw GraphError.invalid("input \(name) has shape \(tensor.shape), expected one element")
        }
        return try tensor.doubles(name)[0]
    }

    /// The elements of the integer input at `index`, nil if it is absent.
    func optionalIntegers(_ index: Int, _ name: String) throws -> [Int]? {
        guard let tensor = optional(index) else { return nil }
        guard let integers = tensor.integers else {
            throw GraphError.invalid("input \(name) is \(tensor.elementType.rawValue), expected integers")
        }
        return integers
    }

    /// The elements of the integer input at `index`.
    func integers(_ index: Int, _ name: String) throws -> [Int] {
        guard let integers = try optionalIntegers(index, name) else {
            throw GraphError.invalid("input \(name) is absent")
        }
        return integers
    }
}
