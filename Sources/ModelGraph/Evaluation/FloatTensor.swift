/// A tensor whose elements are float32, row-major.
struct FloatTensor {
    var shape: [Int]
    var values: [Float]

    /// - Precondition: as many values as the shape says.
    init(shape: [Int], values: [Float]) {
        self.shape = shape
        self.values = values
    }

    /// - Throws: `GraphError` if the tensor is of no floating-point type; `name` is what to call it.
    init(_ tensor: Tensor, _ name: String) throws {
        guard tensor.elementType.isFloat, let values = tensor.converted(to: .float32).floats else {
            throw GraphError.unsupported("input \(name) is \(tensor.elementType.rawValue), expected F32")
        }
        self.init(shape: tensor.shape, values: values)
    }

    /// Zeros of a shape that may come from a model's arithmetic.
    init(zeros shape: [Int]) throws {
        self.init(shape: shape, values: [Float](repeating: 0, count: try ShapeLimits.count(shape)))
    }

    var tensor: Tensor { Tensor(shape: shape, floats: values) }

    /// The result of `function` on every element.
    @inline(__always)
    func map(_ function: (Float) -> Float) -> Tensor {
        let result = [Float](unsafeUninitializedCapacity: values.count) { buffer, count in
            values.withUnsafeBufferPointer { source in
                for i in 0..<source.count { buffer.initializeElement(at: i, to: function(source[i])) }
            }
            count = values.count
        }
        return Tensor(shape: shape, floats: result)
    }
}
