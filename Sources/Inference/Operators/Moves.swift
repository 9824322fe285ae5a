import ModelGraph

/// Operators whose output elements are elements of the first input, or zero.
extension PlanBuilder {
    /// Elements up to which a table of places is worth its memory and the time to make it.
    private static let moveLimit = 1 << 23

    /// Appends a step that moves elements as the node's definition does with their indices; gives false where the places
    /// depend on values that are not known yet.
    func appendMoves(_ node: Node) throws -> Bool {
        guard node.op.movesElements, let name = node.inputs.first, constants[name] == nil, let stored = values[name],
            node.inputs.dropFirst().allSatisfy({ $0.isEmpty || constants[$0] != nil }),
            stored.count <= Self.moveLimit, stored.count > 0
        else { return false }
        // The definition, applied to the numbers of the elements: they begin at 1, 0 being the zero that it fills in.
        let numbers = Tensor(shape: stored.shape, int64s: (1...Int64(stored.count)).map { $0 })
        let operands = [numbers] + node.inputs.dropFirst().map { constants[$0] }
        let results = try node.op.outputs(Arguments(operands, outputCount: node.outputs.count))
        guard results.allSatisfy({ $0.count <= Self.moveLimit }) else { return false }
        let places = Self.memoryPlaces(stored.shape, stored.layout)
        let input = try value(name, layout: stored.layout, isFloat: stored.format == nil)
        for (index, (output, result)) in zip(node.outputs, results).enumerated() where !output.isEmpty {
            let shape = try self.shape(output)
            guard result.shape == shape, let moved = result.integers else {
                throw InferenceError.invalid("a result of shape \(result.shape), shape inference says \(shape)")
            }
            let layout = shape.count >= 3 ? stored.layout : .rowMajor
            let target = newValue(
                shape: shape, layout: layout, format: input.format, elementType: input.elementType)
            var sources = [Int](repeating: -1, count: moved.count)
            for (place, number) in zip(Self.memoryPlaces(shape, layout), moved) where number > 0 {
                sources[place] = places[number - 1]
            }
            append(
                GatherStep(
                    input: input.buffer, output: target.buffer, elementBytes: input.elementBytes, sources: sources),
                reads: [input.buffer], writes: [target.buffer])
            try finish(node, target, output: index)
        }
        return true
    }

    /// Where each element of a value, in ONNX's order, lies in memory.
    private static func memoryPlaces(_ shape: [Int], _ layout: Layout) -> [Int] {
        let count = shape.reduce(1, *)
        guard layout == .channelsLast, shape.count >= 3 else { return Array(0..<count) }
        let (channels, spatial) = (shape[1], shape[2...].reduce(1, *))
        return (0..<count).map { index in
            let (sample, rest) = index.quotientAndRemainder(dividingBy: channels * spatial)
            let (channel, place) = rest.quotientAndRemainder(dividingBy: spatial)
            return (sample * spatial + place) * channels + channel
        }
    }
}
