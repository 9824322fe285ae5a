/// An operator that makes one number of all elements along some axes: inputs data, optional axes.
///
/// Computed in float64 over the elements in row-major order and rounded once; integers are exact up to 2^53.
package protocol ReduceOperator: Operator {
    var keepDims: Bool { get }
    var noopWithEmptyAxes: Bool { get }
    static var reducedTypes: [ElementType] { get }

    init(keepDims: Bool, noopWithEmptyAxes: Bool)

    /// One result; the values may be none.
    func reduce(_ values: [Double]) -> Double
}

extension ReduceOperator {
    package static var nativeFloats: [ElementType] { [.float32, .float64] }
    package static var reducedTypes: [ElementType] { ElementType.numbers }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["data", "axes"], required: 1)
        let data = try inputs.type(0, Self.reducedTypes)
        var listed: [Int]?
        if inputs.optional(1) != nil {
            listed = try inputs.integersIfConstant(1, "axes")
            if listed == nil {
                let count = try inputs.length(1, "axes")
                let rank = keepDims ? data.shape.count : data.shape.count - count
                guard rank >= 0 else { throw GraphError.invalid("\(count) axes of a tensor of shape \(data.shape)") }
                return [TensorType(data.elementType, [Dimension](repeating: .unknown, count: rank))]
            }
        }
        guard let axes = try reducedAxes(rank: data.shape.count, axes: listed) else { return [data] }
        var shape: [Dimension] = []
        for (index, extent) in data.shape.enumerated() {
            if !axes.contains(index) {
                shape.append(extent)
            } else if keepDims {
                shape.append(1)
            }
        }
        return [TensorType(data.elementType, shape)]
    }

    /// The axes that are reduced, in 0..<rank; nil for none.
    package func reducedAxes(rank: Int, axes: [Int]?) throws(GraphError) -> [Int]? {
        guard let axes, !axes.isEmpty else { return noopWithEmptyAxes ? nil : Array(0..<rank) }
        return try Axis.normalized(axes, rank: rank)
    }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let data = try arguments.required(0, "data")
        let rank = data.shape.count
        // Where nothing is reduced, every element is a set of its own: ReduceL1 still gives magnitudes.
        let axes = try reducedAxes(rank: rank, axes: arguments.optionalIntegers(1, "axes")) ?? []
        let kept = (0..<rank).filter { !axes.contains($0) }
        let strides = Positions.strides(data.shape)
        let starts = try Positions.offsets(
            positions: kept.map { Array(0..<data.shape[$0]) }, strides: kept.map { strides[$0] })
        let sorted = axes.sorted()
        let steps = try Positions.offsets(
            positions: sorted.map { Array(0..<data.shape[$0]) }, strides: sorted.map { strides[$0] })
        let values = try data.doubles("data")
        let results = values.withUnsafeBufferPointer { values in
            // In bounds: a start and a step together are the offset of one element.
            starts.map { start in reduce(steps.map { values[start + $0] }) }
        }
        var shape: [Int] = []
        for axis in 0..<rank {
            if kept.contains(axis) {
                shape.append(data.shape[axis])
            } else if keepDims {
                shape.append(1)
            }
        }
        if data.elementType == .bool { return [Tensor(shape: shape, results.map { $0 > 0 })] }
        return [Tensor(shape: shape, results).converted(to: data.elementType)]
    }
}
