package import ModelGraph

extension Pad: ReferenceOperator {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let data = try arguments.required(0, "data")
        let pads = try arguments.integers(1, "pads")
        let fill = arguments.optional(2)
        let axes = try Axes.normalized(
            arguments.optionalIntegers(3, "axes") ?? Array(data.shape.indices), rank: data.shape.count)
        guard pads.count == 2 * axes.count else {
            throw GraphError.invalid("\(pads.count) pads for \(axes.count) axes, expected two each")
        }
        var positions = data.shape.map { Array(0..<$0) }
        for (index, axis) in axes.enumerated() {
            positions[axis] = try padded(
                extent: data.shape[axis], before: pads[index], after: pads[axes.count + index])
        }
        let offsets = try Axes.offsets(positions: positions, strides: Axes.strides(data.shape))
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
