/// Mean 0 and variance 1 over axes.
package struct MeanVarianceNormalization: Operator {
    package static let name = "MeanVarianceNormalization"

    package var axes: [Int]

    package init(axes: [Int] = [0, 2, 3]) {
        self.axes = axes
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["X"], required: 1)
        let x = try inputs.float(0)
        _ = try Axis.normalized(axes, rank: x.shape.count)
        return [x]
    }
}

extension MeanVarianceNormalization {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let x = try arguments.floats(0, "X")
        let axes = try Axis.normalized(axes, rank: x.shape.count).sorted()
        // Rows of what is normalized together, by a permutation that is undone afterwards.
        let order = x.shape.indices.filter { !axes.contains($0) } + axes
        var rows = try FloatTensor(Transpose(perm: order).evaluate(Arguments([x.tensor]))[0], "X")
        let length = axes.reduce(1) { $0 * x.shape[$1] }
        // The reference adds 1e-9 to the standard deviation.
        rows.values.withUnsafeMutableBufferPointer { values in
            for row in 0..<(length == 0 ? 0 : values.count / length) {
                let range = row * length..<(row + 1) * length
                let (mean, variance) = Normalization.moments(UnsafeBufferPointer(rebasing: values[range]))
                for place in range {
                    values[place] = Float((Double(values[place]) - mean) / (variance.squareRoot() + 1e-9))
                }
            }
        }
        let inverse = order.indices.map { axis in order.firstIndex(of: axis) ?? axis }
        return try Transpose(perm: inverse).evaluate(Arguments([rows.tensor]))
    }
}
