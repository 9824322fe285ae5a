/// A tensor of shape (N, C, spatial ...) as N * C planes.
struct Planes {
    let tensor: FloatTensor
    let count: Int
    let size: Int

    init(_ tensor: FloatTensor) throws {
        guard tensor.shape.count >= 3, tensor.shape[2...].allSatisfy({ $0 > 0 }) else {
            throw GraphError.invalid("X has shape \(tensor.shape), expected (N, C, spatial ...)")
        }
        self.tensor = tensor
        count = tensor.shape[0] * tensor.shape[1]
        size = tensor.shape[2...].reduce(1, *)
    }

    /// One number per plane; the spatial axes stay with extent 1.
    func reduced(_ function: (UnsafeBufferPointer<Float>) -> Float) -> Tensor {
        let values = tensor.values.withUnsafeBufferPointer { values in
            (0..<count).map { function(UnsafeBufferPointer(rebasing: values[$0 * size..<($0 + 1) * size])) }
        }
        let ones = [Int](repeating: 1, count: tensor.shape.count - 2)
        return Tensor(shape: [tensor.shape[0], tensor.shape[1]] + ones, floats: values)
    }

    /// One result plane per plane: `function` is given a plane, whose elements lie at
    /// `(d * height + h) * width + w`, and an output position.
    func windows(
        _ geometry: WindowGeometry, _ function: (UnsafePointer<Float>, _ d: Int, _ h: Int, _ w: Int) -> Float
    ) throws -> Tensor {
        var result = try FloatTensor(zeros: Array(tensor.shape[..<2]) + geometry.outputExtents)
        result.values.withUnsafeMutableBufferPointer { output in
            tensor.values.withUnsafeBufferPointer { input in
                guard let start = input.baseAddress else { return }
                var position = 0
                for plane in 0..<count {
                    for d in 0..<geometry.depth.output {
                        for h in 0..<geometry.height.output {
                            for w in 0..<geometry.width.output {
                                output[position] = function(start + plane * size, d, h, w)
                                position += 1
                            }
                        }
                    }
                }
            }
        }
        return result.tensor
    }
}
