/// Surrounds with a constant, edge values or reflections: inputs data, pads, optional constant_value, optional axes.
package struct Pad: Operator {
    package static let name = "Pad"

    package var mode: PadMode

    package init(mode: PadMode = .constant) {
        self.mode = mode
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["data", "pads", "constant_value", "axes"], required: 2)
        let data = try inputs(0).type
        let axesAreKnown = inputs.optional(3) == nil ? true : try inputs.integersIfConstant(3, "axes") != nil
        guard axesAreKnown, try inputs.integersIfConstant(1, "pads") != nil else {
            return [TensorType(data.elementType, data.shape.map { _ in .unknown })]
        }
        let pads = try fullPads(
            rank: data.shape.count, pads: inputs.integers(1, "pads"),
            axes: inputs.optional(3) == nil ? nil : inputs.integers(3, "axes"))
        var shape = data.shape
        for axis in shape.indices {
            let (begin, end) = (pads[axis], pads[shape.count + axis])
            guard begin != 0 || end != 0 else { continue }
            switch shape[axis] {
            case .fixed(let extent):
                guard extent + begin + end >= 0 else {
                    throw GraphError.invalid(
                        "pads \(begin) and \(end) remove more than the \(extent) elements of axis \(axis)")
                }
                if mode == .reflect, max(begin, end) >= extent {
                    throw GraphError.invalid(
                        "reflecting \(max(begin, end)) elements of axis \(axis), which has \(extent)")
                }
                if mode != .constant, extent == 0 {
                    throw GraphError.invalid("nothing to repeat: axis \(axis) has no elements")
                }
                shape[axis] = .fixed(extent + begin + end)
            case .symbol(let name):
                shape[axis] = .symbol("\(name)+\(begin + end)")
            }
        }
        return [TensorType(data.elementType, shape)]
    }

    /// Pads of every axis, all beginnings and then all ends; negative ones remove.
    package func fullPads(rank: Int, pads: [Int], axes: [Int]?) throws(GraphError) -> [Int] {
        let axes = try Axis.normalized(axes ?? Array(0..<rank), rank: rank)
        guard pads.count == 2 * axes.count, pads.allSatisfy({ $0.magnitude <= 1 << 24 }) else {
            throw .invalid("pads \(pads) for the axes \(axes)")
        }
        var full = [Int](repeating: 0, count: 2 * rank)
        for (index, axis) in axes.enumerated() {
            full[axis] = pads[index]
            full[rank + axis] = pads[axes.count + index]
        }
        return full
    }
}

extension Pad {
    package static var nativeFloats: [ElementType] { ElementType.floats }
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let data = try arguments.required(0, "data")
        let pads = try arguments.integers(1, "pads")
        let fill = arguments.optional(2)
        let axes = try Axis.normalized(
            arguments.optionalIntegers(3, "axes") ?? Array(data.shape.indices), rank: data.shape.count)
        guard pads.count == 2 * axes.count else {
            throw GraphError.invalid("\(pads.count) pads for \(axes.count) axes, expected two each")
        }
        var positions = data.shape.map { Array(0..<$0) }
        for (index, axis) in axes.enumerated() {
            positions[axis] = try padded(
                extent: data.shape[axis], before: pads[index], after: pads[axes.count + index])
        }
        let offsets = try Positions.offsets(positions: positions, strides: Positions.strides(data.shape))
        return [try data.picking(offsets, shape: positions.map(\.count), fill: fill)]
    }

    /// The positions that one axis of the result takes from the source; -1 for the constant. Negative pads cut
    /// off.
    private func padded(extent: Int, before: Int, after: Int) throws -> [Int] {
        let range = -(1 << 24)...(1 << 24)
        guard range.contains(before), range.contains(after), extent + before + after >= 0 else {
            throw GraphError.invalid("pads \(before) and \(after) do not fit an axis of \(extent)")
        }
        // A pad cuts before the other one fills: what is left is what edges, reflections and copies repeat.
        let cut = max(0, -before)..<max(max(0, -before), extent + min(0, after))
        if cut.isEmpty && mode != .constant && extent + before + after > 0 {
            throw GraphError.invalid("pads \(before) and \(after) leave nothing of an axis of \(extent) to repeat")
        }
        return (-before..<extent + after).map { position in
            if (0..<extent).contains(position) && cut.contains(position) { return position }
            switch mode {
            case .constant: return -1
            case .edge: return min(max(position, cut.lowerBound), cut.upperBound - 1)
            case .wrap: return cut.lowerBound + modulo(position - cut.lowerBound, cut.count)
            case .reflect:
                // The source and its mirror image without the two ends repeat forever.
                let period = max(1, 2 * (cut.count - 1))
                let phase = modulo(position - cut.lowerBound, period)
                return cut.lowerBound + (phase < cut.count ? phase : period - phase)
            }
        }
    }

    private func modulo(_ a: Int, _ b: Int) -> Int { ((a % b) + b) % b }
}
