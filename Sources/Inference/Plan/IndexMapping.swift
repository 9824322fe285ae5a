import ModelGraph

extension PlanBuilder {
    /// Appends a step that builds the node's output from its first input by a map for each axis (ONNX's order); -1 is
    /// the constant. Gives the axes' new extents; `finalShape` renames them where the operator drops an axis.
    func appendIndexMap(
        _ node: Node, maps: [[Int]], constant: Float = 0, finalShape: [Int]? = nil
    ) throws {
        let layout = finalShape == nil ? stored(node, 0)?.layout ?? .rowMajor : .rowMajor
        var input = try operand(node, 0, layout: layout)
        // Zero is in every format; another constant is only in the result's for sure.
        if constant != 0, input.format != nil, let format = outputFormat(node) {
            input = try reformatted(input, to: format)
        }
        let valid =
            maps.count == input.shape.count
            && zip(maps, input.shape).allSatisfy { map, extent in map.allSatisfy { (-1..<extent).contains($0) } }
        guard valid else { throw InferenceError.invalid("indices outside of a value of shape \(input.shape)") }
        var output = newValue(shape: maps.map(\.count), layout: layout, format: input.format)
        let bits: UInt32
        if let format = input.format {
            bits = UInt32(UInt16(bitPattern: try ConstantFormat.mantissas([constant], format)[0]))
        } else {
            bits = constant.bitPattern
        }
        append(
            IndexMapStep(
                input: input.buffer, output: output.buffer, elementBytes: input.elementBytes,
                shape: input.physicalShape, maps: input.physicalAxes.map { maps[$0] }, constant: bits),
            reads: [input.buffer], writes: [output.buffer])
        if let finalShape { output.shape = finalShape }
        try finish(node, output)
    }

    /// An axis as ONNX writes it (negative from the end), checked.
    static func axis(_ axis: Int, rank: Int) throws(InferenceError) -> Int {
        let index = axis < 0 ? axis + rank : axis
        guard (0..<rank).contains(index) else { throw .invalid("axis \(axis) of a value with \(rank) axes") }
        return index
    }
}
