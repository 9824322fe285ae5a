import Glibc
package import ModelGraph

extension Softmax: ReferenceOperator {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        var result = try arguments.floats(0, "input")
        let axis = try Axes.normalized(axis, rank: result.shape.count)
        // Coerced: all axes from `axis` on are one.
        let extent = coerced ? result.shape[axis...].reduce(1, *) : result.shape[axis]
        let stride = coerced ? 1 : result.shape[(axis + 1)...].reduce(1, *)
        for outer in 0..<result.shape[..<axis].reduce(1, *) {
            for inner in 0..<stride {
                let first = outer * extent * stride + inner
                // Shifted by the largest, so that no exponential overflows.
                var largest = -Float.infinity
                for i in 0..<extent { largest = max(largest, result.values[first + i * stride]) }
                var sum = 0.0
                for i in 0..<extent {
                    let power = exp(result.values[first + i * stride] - largest)
                    result.values[first + i * stride] = power
                    sum += Double(power)
                }
                for i in 0..<extent {
                    result.values[first + i * stride] = Float(Double(result.values[first + i * stride]) / sum)
                }
            }
        }
        return [result.tensor]
    }
}
