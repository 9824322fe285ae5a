/// A transposed convolution with constant weights becomes a convolution of its input with zeros between the elements: the
/// flipped kernels, the paddings that complete the window.
enum ConvTransposeToConv {
    static func run(_ graph: inout Graph) throws -> Bool {
        for (index, node) in graph.nodes.enumerated() {
            guard let op = node.op as? ConvTranspose, let weights = graph.initializers[node.inputs[1]],
                let converted = try conv(op, weights)
            else { continue }
            let dilated = graph.freeValueName(near: node.name + ".dilated")
            let name = graph.addInitializer(converted.weights, near: node.inputs[1] + ".flipped")
            var inputs = node.inputs
            inputs[0] = dilated
            inputs[1] = name
            graph.nodes[index] = Node(name: node.name, op: converted.op, inputs: inputs, outputs: node.outputs)
            graph.nodes.insert(
                Node(
                    name: graph.freeNodeName(near: node.name + ".zeros"), op: InsertZeros(strides: converted.strides),
                    inputs: [node.inputs[0]], outputs: [dilated]), at: index)
            return true
        }
        return false
    }

    private static func conv(
        _ op: ConvTranspose, _ weights: Tensor
    ) throws -> (op: Conv, weights: Tensor, strides: [Int])? {
        let rank = weights.shape.count - 2
        guard rank >= 1, weights.floats != nil, op.group >= 1, weights.shape[0] % op.group == 0,
            op.outputShape.isEmpty, op.strides.isEmpty || op.strides.count == rank,
            op.dilations.isEmpty || op.dilations.count == rank, op.autoPad == .notSet || op.autoPad == .valid
        else { return nil }
        var begins: [Int] = [], ends: [Int] = [], strides: [Int] = [], dilations: [Int] = []
        for axis in 0..<rank {
            let kernel = weights.shape[axis + 2]
            // What Conv or InsertZeros does not take stays as it is.
            let (stride, dilation) = (
                op.strides.isEmpty ? 1 : op.strides[axis], op.dilations.isEmpty ? 1 : op.dilations[axis]
            )
            guard (1...1 << 16).contains(stride), (1...1 << 16).contains(dilation), kernel <= 1 << 7 else { return nil }
            // The paddings do not depend on the extent.
            let geometry = try op.geometry(input: 1 << 20, kernel: kernel, axis: axis)
            begins.append((kernel - 1) * geometry.dilation - geometry.padBegin)
            ends.append((kernel - 1) * geometry.dilation - geometry.padEnd)
            strides.append(geometry.stride)
            dilations.append(geometry.dilation)
        }
        // Convolutions do not take elements away.
        guard (begins + ends).allSatisfy({ $0 >= 0 }) else { return nil }
        return (
            Conv(
                kernelShape: Array(weights.shape.dropFirst(2)), strides: [Int](repeating: 1, count: rank),
                pads: begins + ends, dilations: dilations, group: op.group),
            try flipped(weights, group: op.group), strides
        )
    }

    /// (C, M / group, taps ...) to (M, C / group, taps backwards ...).
    private static func flipped(_ weights: Tensor, group: Int) throws -> Tensor {
        let (inputs, outputs) = (weights.shape[0] / group, weights.shape[1])
        let spatial = Array(weights.shape.dropFirst(2))
        let strides = Positions.strides(weights.shape)
        let offsets = try Positions.offsets(
            positions: [Array(0..<group), Array(0..<outputs), Array(0..<inputs)]
                + spatial.map { Array((0..<$0).reversed()) },
            strides: [inputs * strides[0], strides[1], strides[0]] + strides.dropFirst(2))
        return try weights.picking(offsets, shape: [group * outputs, inputs] + spatial)
    }
}
