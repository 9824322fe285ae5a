/// The determinants of square matrices.
package struct Det: Operator {
    package static let name = "Det"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let x = try OperatorInputs(inputs, names: ["X"], required: 1).float(0)
        guard x.shape.count >= 2 else { throw GraphError.invalid("X of shape \(x.shape); expected square matrices") }
        return [TensorType(x.elementType, x.shape.dropLast(2))]
    }
}

extension Det {
    package static var nativeFloats: [ElementType] { [.float32, .float64] }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let x = try arguments.required(0, "X")
        guard x.shape.count >= 2, let n = x.shape.last, x.shape[x.shape.count - 2] == n else {
            throw GraphError.invalid("X of shape \(x.shape); expected square matrices")
        }
        let values = try x.doubles("X")
        let shape = Array(x.shape.dropLast(2))
        let results = (0..<shape.reduce(1, *)).map { Self.determinant(Array(values[$0 * n * n..<($0 + 1) * n * n]), n) }
        return [Tensor(shape: shape, results).converted(to: x.elementType)]
    }

    /// Gaussian elimination with the largest pivot of each column.
    private static func determinant(_ matrix: [Double], _ n: Int) -> Double {
        var (m, result) = (matrix, 1.0)
        for column in 0..<n {
            var pivot = column
            for row in column..<n where abs(m[row * n + column]) > abs(m[pivot * n + column]) { pivot = row }
            if m[pivot * n + column] == 0 { return 0 }
            if pivot != column {
                for k in 0..<n { m.swapAt(pivot * n + k, column * n + k) }
                result = -result
            }
            result *= m[column * n + column]
            for row in column + 1..<max(n, column + 1) {
                let factor = m[row * n + column] / m[column * n + column]
                for k in column..<n { m[row * n + k] -= factor * m[column * n + k] }
            }
        }
        return result
    }
}
