/// The transpose of a convolution, which enlarges: inputs X (N, C, spatial ...), W (C, M/group, spatial ...), optional B.
package struct ConvTranspose: Operator {
    package static let name = "ConvTranspose"

    package var autoPad: AutoPad
    package var dilations: [Int]
    package var group: Int
    package var kernelShape: [Int]
    package var outputPadding: [Int]
    package var outputShape: [Int]
    package var pads: [Int]
    package var strides: [Int]

    /// Empty lists stand for ONNX's defaults.
    package init(
        autoPad: AutoPad = .notSet, dilations: [Int] = [], group: Int = 1, kernelShape: [Int] = [],
        outputPadding: [Int] = [], outputShape: [Int] = [], pads: [Int] = [], strides: [Int] = []
    ) {
        self.autoPad = autoPad
        self.dilations = dilations
        self.group = group
        self.kernelShape = kernelShape
        self.outputPadding = outputPadding
        self.outputShape = outputShape
        self.pads = pads
        self.strides = strides
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["X", "W", "B"], required: 2)
        let x = try inputs.float(0)
        let w = try inputs.float(1)
        guard x.shape.count >= 3, w.shape.count == x.shape.count, let weights = w.fixedShape else {
            throw GraphError.invalid(
                "X of shape \(x.shape) and W of shape \(w.shape); expected (N, C, ...), (C, M/group, ...)")
        }
        guard weights.allSatisfy({ $0 >= 1 }), (1...weights[0]).contains(group), weights[0] % group == 0,
            x.shape[1].fixed ?? weights[0] == weights[0]
        else {
            throw GraphError.invalid("X of shape \(x.shape), W of shape \(w.shape) in \(group) groups")
        }
        // With or without N and C.
        let wanted = outputShape.count == x.shape.count ? Array(outputShape.dropFirst(2)) : outputShape
        guard wanted.isEmpty || (wanted.count == x.shape.count - 2 && wanted.allSatisfy { $0 >= 0 }) else {
            throw GraphError.invalid("output_shape \(outputShape) for \(x.shape.count - 2) spatial axes")
        }
        var extents: [Dimension] = []
        for (axis, extent) in x.shape.dropFirst(2).enumerated() {
            if let fixed = extent.fixed {
                extents.append(.fixed(try geometry(input: fixed, kernel: weights[axis + 2], axis: axis).output))
            } else {
                extents.append(wanted.isEmpty ? .unknown : .fixed(wanted[axis]))
            }
        }
        if let bias = inputs.optional(2), bias.type.fixedShape != [weights[1] * group] {
            throw GraphError.invalid("B of shape \(bias.type.shape); expected [\(weights[1] * group)]")
        }
        return [TensorType(x.elementType, [x.shape[0], .fixed(weights[1] * group)] + extents)]
    }

    /// One spatial axis: the convolution whose transpose this is, its input being this operator's output.
    package struct AxisGeometry: Sendable, Hashable {
        package var input: Int
        package var output: Int
        package var kernel: Int
        package var stride: Int
        package var dilation: Int
        package var padBegin: Int
        /// What is cut at the end; negative where zeros are added (output_padding).
        package var padEnd: Int
    }

    package func geometry(input: Int, kernel: Int, axis: Int) throws -> AxisGeometry {
        let limit = 1 << 24
        func value(_ list: [Int], _ index: Int, _ standard: Int, least: Int) throws -> Int {
            guard !list.isEmpty else { return standard }
            guard index < list.count, (least...limit).contains(list[index]) else {
                throw GraphError.invalid("the attribute values \(list) for axis \(axis)")
            }
            return list[index]
        }
        let stride = try value(strides, axis, 1, least: 1)
        let dilation = try value(dilations, axis, 1, least: 1)
        let added = try value(outputPadding, axis, 0, least: 0)
        guard (1...limit).contains(kernel), (0...limit).contains(input),
            kernelShape.isEmpty || (axis < kernelShape.count && kernelShape[axis] == kernel)
        else { throw GraphError.invalid("a kernel of \(kernel), kernel_shape \(kernelShape)") }
        let full = stride * (input - 1) + added + (kernel - 1) * dilation + 1
        var (begin, end) = (0, 0)
        if !outputShape.isEmpty || autoPad == .sameUpper || autoPad == .sameLower {
            let spatial =
                outputShape.count > (kernelShape.isEmpty ? outputShape.count : kernelShape.count)
                ? Array(outputShape.dropFirst(2)) : outputShape
            let wanted = try value(spatial, axis, input * stride, least: 1)
            let total = max(0, full - wanted)
            begin = autoPad == .sameUpper ? total / 2 : total - total / 2
            // Where more is wanted than there is, zeros are added behind.
            end = full - wanted - begin
        } else if autoPad == .notSet, !pads.isEmpty {
            begin = try value(pads, axis, 0, least: 0)
            end = try value(pads, pads.count / 2 + axis, 0, least: 0)
        }
        guard full - begin - end >= 0 else {
            throw GraphError.invalid("pads \(pads) remove more than \(full) elements")
        }
        return AxisGeometry(
            input: input, output: full - begin - end, kernel: kernel, stride: stride, dilation: dilation,
            padBegin: begin, padEnd: end - added)
    }
}

extension ConvTranspose {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let (x, w) = (try arguments.floats(0, "X"), try arguments.floats(1, "W"))
        guard (3...5).contains(x.shape.count), w.shape.count == x.shape.count, group >= 1, w.shape[0] == x.shape[1],
            w.shape[0] % group == 0
        else { throw GraphError.invalid("X of shape \(x.shape), W of shape \(w.shape) in \(group) groups") }
        var axes = try (2..<x.shape.count).map { axis in
            try geometry(input: x.shape[axis], kernel: w.shape[axis], axis: axis - 2)
        }
        let shape = [x.shape[0], w.shape[1] * group] + axes.map(\.output)
        // Always three axes: those in front are of extent 1.
        while axes.count < 3 {
            axes.insert(
                AxisGeometry(input: 1, output: 1, kernel: 1, stride: 1, dilation: 1, padBegin: 0, padEnd: 0), at: 0)
        }
        var result = try FloatTensor(zeros: shape)
        let taps = axes.reduce(1) { $0 * $1.kernel }
        let positions = axes.reduce(1) { $0 * $1.input }, plane = axes.reduce(1) { $0 * $1.output }
        let (inner, outputs) = (w.shape[0] / group, w.shape[1])
        _ = try ShapeLimits.count([outputs, taps, positions])
        var columns = [Float](repeating: 0, count: outputs * taps * positions)
        try x.values.withUnsafeBufferPointer { x in
            try w.values.withUnsafeBufferPointer { w in
                try columns.withUnsafeMutableBufferPointer { columns in
                    guard let xStart = x.baseAddress, let wStart = w.baseAddress, let target = columns.baseAddress,
                        inner > 0
                    else { return }
                    for task in 0..<shape[0] * group {
                        // columns (outputs * taps x positions) = W^T (outputs * taps x inner) * X (inner x positions)
                        try arguments.product.multiply(
                            MatrixView(
                                pointer: wStart + task % group * inner * outputs * taps, stride: outputs * taps,
                                isTransposed: true),
                            MatrixView(pointer: xStart + task * inner * positions, stride: positions),
                            into: target, resultStride: positions, rows: outputs * taps, columns: positions,
                            inner: inner)
                        Self.spread(
                            UnsafeBufferPointer(columns), axes, taps: taps, outputs: outputs, into: &result.values,
                            at: task * outputs * plane)
                    }
                }
            }
        }
        if let bias = try arguments.optionalFloats(2, "B") {
            guard bias.shape == [shape[1]] else { throw GraphError.invalid("B of shape \(bias.shape)") }
            for index in result.values.indices { result.values[index] += bias.values[index / plane % shape[1]] }
        }
        return [result.tensor]
    }

    /// Adds every column's taps to the places they reach.
    private static func spread(
        _ columns: UnsafeBufferPointer<Float>, _ axes: [AxisGeometry], taps: Int, outputs: Int,
        into result: inout [Float], at start: Int
    ) {
        let (depth, height, width) = (axes[0], axes[1], axes[2])
        var source = 0
        for output in 0..<outputs {
            let plane = start + output * depth.output * height.output * width.output
            for tap in 0..<taps {
                let k = tap % width.kernel, j = tap / width.kernel % height.kernel
                let i = tap / (width.kernel * height.kernel)
                for d in 0..<depth.input {
                    let z = d * depth.stride + i * depth.dilation - depth.padBegin
                    for h in 0..<height.input {
                        let y = h * height.stride + j * height.dilation - height.padBegin
                        defer { source += width.input }
                        guard (0..<depth.output).contains(z), (0..<height.output).contains(y) else { continue }
                        let row = plane + (z * height.output + y) * width.output
                        var place = k * width.dilation - width.padBegin
                        for w in 0..<width.input {
                            if place >= 0 && place < width.output { result[row + place] += columns[source + w] }
                            place += width.stride
                        }
                    }
                }
            }
        }
    }
}
