/// A strided part: inputs data, starts, ends, optional axes, optional steps.
package struct Slice: Operator {
    package static let name = "Slice"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["data", "starts", "ends", "axes", "steps"], required: 3)
        let data = try inputs(0).type
        let starts = try inputs.integers(1, "starts")
        let parts = try parts(
            rank: data.shape.count, starts: starts, ends: inputs.integers(2, "ends"),
            axes: inputs.optional(3) == nil ? nil : inputs.integers(3, "axes"),
            steps: inputs.optional(4) == nil ? nil : inputs.integers(4, "steps"))
        var shape = data.shape
        for part in parts {
            switch shape[part.axis] {
            case .fixed(let extent): shape[part.axis] = .fixed(part.count(extent: extent))
            case .symbol(let name):
                shape[part.axis] = .symbol("\(name)[\(part.start):\(part.end):\(part.step)]")
            }
        }
        return [TensorType(data.elementType, shape)]
    }

    /// What is taken of one axis, as Python's slices say it.
    package struct Part: Sendable, Hashable {
        package var axis: Int
        package var start: Int
        package var end: Int
        package var step: Int

        /// The positions taken of an axis of this extent, in the order taken.
        package func indices(extent: Int) -> [Int] {
            let (start, end) = bounds(extent: extent)
            return Array(stride(from: start, to: end, by: step))
        }

        /// How many positions are taken.
        package func count(extent: Int) -> Int {
            let (start, end) = bounds(extent: extent)
            let length = step > 0 ? end - start : start - end
            return length > 0 ? Int((UInt(length) - 1) / step.magnitude) + 1 : 0
        }

        private func bounds(extent: Int) -> (start: Int, end: Int) {
            // Bounds beyond the axis are cut to it; Int.min and Int.max stand for "all" in exported models.
            func wrapped(_ index: Int) -> Int { index < 0 ? max(index, -extent - 1) + extent : min(index, extent) }
            if step > 0 {
                return (max(0, wrapped(start)), min(extent, max(0, wrapped(end))))
            }
            return (min(extent - 1, wrapped(start)), max(-1, wrapped(end)))
        }
    }

    /// The parts by axis; axes that are not named are taken whole.
    package func parts(rank: Int, starts: [Int], ends: [Int], axes: [Int]?, steps: [Int]?) throws(GraphError) -> [Part]
    {
        let axes = try Axis.normalized(axes ?? Array(0..<min(rank, starts.count)), rank: rank)
        let steps = steps ?? [Int](repeating: 1, count: starts.count)
        guard axes.count == starts.count, ends.count == starts.count, steps.count == starts.count else {
            throw .invalid("starts \(starts), ends \(ends), axes \(axes) and steps \(steps) differ in length")
        }
        guard steps.allSatisfy({ $0 != 0 && $0 > Int.min }) else { throw .invalid("steps \(steps)") }
        return axes.indices.map { Part(axis: axes[$0], start: starts[$0], end: ends[$0], step: steps[$0]) }
    }

    package func folded(_ inputs: [Tensor?]) throws -> [Tensor]? {
        guard inputs.count >= 3, let data = ConstantFold.small(inputs[0]), let starts = inputs[1]?.integers,
            let ends = inputs[2]?.integers
        else { return nil }
        let rank = data.shape.count
        let parts = try parts(
            rank: rank, starts: starts, ends: ends, axes: inputs.count > 3 ? inputs[3]?.integers : nil,
            steps: inputs.count > 4 ? inputs[4]?.integers : nil)
        guard !data.shape.contains(0) else { return nil }
        let strides = ConstantFold.strides(data.shape)
        var sources = [0]
        var shape: [Int] = []
        for axis in 0..<rank {
            let indices =
                parts.first { $0.axis == axis }?.indices(extent: data.shape[axis]) ?? Array(0..<data.shape[axis])
            sources = sources.flatMap { source in indices.map { source + $0 * strides[axis] } }
            shape.append(indices.count)
        }
        return [ConstantFold.picked(data, sources, shape: shape)]
    }

    package func foldedDimensions(_ inputs: [[Dimension]?], constants: [Tensor?]) throws -> [Dimension]? {
        guard let data = inputs.first ?? nil, constants.count >= 3, let starts = constants[1]?.integers,
            let ends = constants[2]?.integers
        else { return nil }
        let parts = try parts(
            rank: 1, starts: starts, ends: ends, axes: constants.count > 3 ? constants[3]?.integers : nil,
            steps: constants.count > 4 ? constants[4]?.integers : nil)
        return parts.first.map { $0.indices(extent: data.count).map { data[$0] } } ?? data
    }
}
