/// Mean over axes: inputs data, optional axes.
package struct ReduceMean: Operator {
    package static let name = "ReduceMean"

    package var keepDims: Bool
    package var noopWithEmptyAxes: Bool

    package init(keepDims: Bool = true, noopWithEmptyAxes: Bool = false) {
        self.keepDims = keepDims
        self.noopWithEmptyAxes = noopWithEmptyAxes
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["data", "axes"], required: 1)
        let data = try inputs.float(0)
        guard
            let axes = try reducedAxes(
                rank: data.shape.count, axes: inputs.optional(1) == nil ? nil : inputs.integers(1, "axes"))
        else { return [data] }
        var shape: [Dimension] = []
        for (index, extent) in data.shape.enumerated() {
            if !axes.contains(index) {
                shape.append(extent)
            } else if keepDims {
                shape.append(1)
            }
        }
        return [TensorType(.float32, shape)]
    }

    /// The axes that are averaged over, in 0..<rank; nil if nothing is done.
    package func reducedAxes(rank: Int, axes: [Int]?) throws(GraphError) -> [Int]? {
        guard let axes, !axes.isEmpty else { return noopWithEmptyAxes ? nil : Array(0..<rank) }
        return try Axis.normalized(axes, rank: rank)
    }
}
