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
