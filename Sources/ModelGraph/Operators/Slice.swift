/// A strided part: inputs data, starts, ends, optional axes, optional steps.
package struct Slice: Operator {
    package static let name = "Slice"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["data", "starts", "ends", "axes", "steps"], required: 3)
        let data = try inputs(0).type
        for (index, name) in ["starts", "ends", "axes", "steps"].enumerated() {
            guard inputs.optional(index + 1) != nil, try inputs.integersIfConstant(index + 1, name) == nil else {
                continue
            }
            return [TensorType(data.elementType, try unknown(data.shape, inputs))]
        }
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

    /// The shape where it is not known what is taken: the axes that are not named stay.
    private func unknown(_ shape: [Dimension], _ inputs: OperatorInputs) throws -> [Dimension] {
        var axes = try inputs.integersIfConstant(3, "axes")
        if inputs.optional(3) == nil { axes = Array(0..<min(shape.count, try inputs.length(1, "starts"))) }
        guard let axes else { return shape.map { _ in .unknown } }
        var result = shape
        for axis in try Axis.normalized(axes, rank: shape.count) { result[axis] = .unknown }
        return result
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

    package func foldedDimensions(_ inputs: [[Dimension]?], constants: [Tensor?]) throws -> [Dimension]? {
        guard let data = inputs.first ?? nil, constants.count >= 3, let starts = constants[1]?.integers,
            let ends = constants[2]?.integers
        else { return nil }
        // Axes or steps that are given, but not known.
        guard constants.dropFirst(3).allSatisfy({ $0 != nil }) else { return nil }
        let parts = try parts(
            rank: 1, starts: starts, ends: ends, axes: constants.count > 3 ? constants[3]?.integers : nil,
            steps: constants.count > 4 ? constants[4]?.integers : nil)
        return parts.first.map { $0.indices(extent: data.count).map { data[$0] } } ?? data
    }
}

extension Slice {
    package static var nativeFloats: [ElementType] { ElementType.floats }
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let data = try arguments.required(0, "data")
        let starts = try arguments.integers(1, "starts")
        let ends = try arguments.integers(2, "ends")
        let axes = try Axis.normalized(
            arguments.optionalIntegers(3, "axes") ?? Array(starts.indices), rank: data.shape.count)
        let steps = try arguments.optionalIntegers(4, "steps") ?? [Int](repeating: 1, count: starts.count)
        guard ends.count == starts.count, axes.count == starts.count, steps.count == starts.count else {
            throw GraphError.invalid("starts, ends, axes and steps differ in length")
        }
        var positions = data.shape.map { Array(0..<$0) }
        for (index, axis) in axes.enumerated() {
            positions[axis] = try Self.positions(
                from: starts[index], to: ends[index], by: steps[index], extent: data.shape[axis])
        }
        let offsets = try Positions.offsets(positions: positions, strides: Positions.strides(data.shape))
        return [try data.picking(offsets, shape: positions.map(\.count))]
    }

    /// The positions that one axis keeps: both ends count from the end when negative and are clamped to the
    /// axis, as in NumPy.
    private static func positions(from start: Int, to end: Int, by step: Int, extent: Int) throws -> [Int] {
        guard step != 0 else { throw GraphError.invalid("a step is 0") }
        let lowest = step > 0 ? 0 : -1
        let highest = step > 0 ? extent : extent - 1
        func clamped(_ position: Int) -> Int { min(max(position < 0 ? position + extent : position, lowest), highest) }
        // A step beyond the axis takes one element at most; limiting it keeps the stride from overflowing.
        let limited = min(max(step, -extent - 1), extent + 1)
        return Array(stride(from: clamped(start), to: clamped(end), by: limited))
    }
}
