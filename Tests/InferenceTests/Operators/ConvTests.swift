import FixedPoint
import Inference
import ModelGraph
import TestSupport
import Testing

struct ConvTests {
    struct Case: Sendable, CustomStringConvertible {
        var description: String
        var channels: Int
        var outputs: Int
        var size = (9, 7)
        var kernel = (3, 3)
        var strides = (1, 1)
        var pads = [1, 1, 1, 1]
        var dilations = (1, 1)
        var group = 1
        var chunk: Int?
        var channelBlock: Int?
        var weightLimit: Int16 = 1500
        var residual = false
        var floatOutput = false
        var batch = 2
    }

    static let cases = [
        Case(description: "pointwise in place", channels: 24, outputs: 40, kernel: (1, 1), pads: [0, 0, 0, 0]),
        Case(description: "pointwise, odd channels", channels: 7, outputs: 5, kernel: (1, 1), pads: [0, 0, 0, 0]),
        Case(
            description: "pointwise, stride 2", channels: 8, outputs: 8, kernel: (1, 1), strides: (2, 2),
            pads: [0, 0, 0, 0]),
        Case(
            description: "pointwise, residual", channels: 16, outputs: 16, kernel: (1, 1), pads: [0, 0, 0, 0],
            residual: true),
        Case(description: "3x3", channels: 5, outputs: 35),
        Case(
            description: "3x3, stride 2, one image row of pads", channels: 3, outputs: 32, strides: (2, 2),
            pads: [0, 0, 1, 1]),
        Case(
            description: "5x3, dilated", channels: 4, outputs: 6, size: (13, 11), kernel: (5, 3), pads: [4, 2, 4, 2],
            dilations: (2, 2)),
        Case(description: "3x3 in chunks", channels: 10, outputs: 12, chunk: 16),
        Case(description: "3x3 in blocks of channels", channels: 10, outputs: 12, channelBlock: 4),
        Case(
            description: "5x3 in blocks of channels, stride 2", channels: 22, outputs: 20, kernel: (5, 3),
            strides: (2, 1), channelBlock: 16),
        Case(description: "groups in blocks of channels", channels: 12, outputs: 18, group: 3, channelBlock: 2),
        Case(description: "Winograd", channels: 16, outputs: 40, weightLimit: 200),
        Case(
            description: "Winograd in blocks, residual", channels: 37, outputs: 33, pads: [0, 1, 2, 0],
            channelBlock: 16, residual: true),
        Case(
            description: "Winograd, float32 output", channels: 20, outputs: 17, size: (31, 33), floatOutput: true,
            batch: 1),
        Case(description: "groups", channels: 12, outputs: 18, group: 3),
        Case(description: "pointwise groups", channels: 12, outputs: 24, kernel: (1, 1), pads: [0, 0, 0, 0], group: 4),
        Case(description: "groups of one channel, two outputs each", channels: 6, outputs: 12, group: 6),
        Case(description: "depthwise 3x3", channels: 37, outputs: 37, group: 37),
        Case(
            description: "depthwise 5x5, stride 2", channels: 33, outputs: 33, size: (11, 12), kernel: (5, 5),
            strides: (2, 2), pads: [2, 2, 2, 2], group: 33),
        Case(description: "depthwise in chunks, residual", channels: 8, outputs: 8, group: 8, chunk: 4, residual: true),
        Case(description: "float32 output", channels: 6, outputs: 10, floatOutput: true),
        Case(
            description: "3x3, residual, larger image", channels: 8, outputs: 8, size: (33, 31), residual: true,
            batch: 1),
    ]

    @Test(arguments: cases)
    func equalsTheDefinition(_ test: Case) throws {
        var random = SeededGenerator(seed: 11)
        let inputFormat = DFPFormat(exponent: -11, minimum: -4095, maximum: 4095)
        let format = test.floatOutput ? nil : DFPFormat(exponent: -10)
        let x = Mantissas([test.batch, test.channels, test.size.0, test.size.1], inputFormat, &random)
        let layer = Self.layer(test, &random)
        let effective = ((test.kernel.0 - 1) * test.dilations.0 + 1, (test.kernel.1 - 1) * test.dilations.1 + 1)
        let output = (
            height: (test.size.0 + test.pads[0] + test.pads[2] - effective.0) / test.strides.0 + 1,
            width: (test.size.1 + test.pads[1] + test.pads[3] - effective.1) / test.strides.1 + 1
        )
        let shape = [test.batch, test.outputs, output.height, output.width]
        let residual = test.residual ? Mantissas(shape, DFPFormat(exponent: -12), &random) : nil
        let op = Conv(
            kernelShape: [test.kernel.0, test.kernel.1], strides: [test.strides.0, test.strides.1], pads: test.pads,
            dilations: [test.dilations.0, test.dilations.1], group: test.group,
            epilogue: Epilogue(addsResidual: test.residual, minimum: 0, maximum: 6))

        var builder = ModelBuilder()
        builder.input("x", ["N"] + x.shape.dropFirst().map { .fixed($0) }, inputFormat)
        if let residual { builder.input("r", ["N"] + shape.dropFirst().map { .fixed($0) }, residual.format) }
        builder.layer(op, "x", layer, residual: residual.map { _ in "r" }, "y", format)
        builder.output("y")
        let units = NaiveLayer.convolution(
            x, layer, strides: test.strides, pads: (test.pads[0], test.pads[1]), dilations: test.dilations,
            group: test.group, output: output, format: format, residual: residual)
        let expected =
            format.map { Mantissas(shape, $0, units: units, lower: 0, upper: 6).tensor }
            ?? Tensor(shape: shape, floats: units.map { min(max($0, 0), 6) })
        var inputs = ["x": x.tensor]
        inputs["r"] = residual?.tensor
        try expectEverywhere(builder.model, inputs, ["y": expected])
    }

    private static func layer(_ test: Case, _ random: inout SeededGenerator) -> TestLayer {
        let inputs = test.channels / test.group
        let count = inputs * test.kernel.0 * test.kernel.1
        return TestLayer(
            shape: [test.outputs, inputs, test.kernel.0, test.kernel.1],
            weights: (0..<test.outputs * count).map { _ in
                Int16.random(in: -test.weightLimit...test.weightLimit, using: &random)
            },
            exponents: (0..<test.outputs).map { -12 + $0 % 3 },
            bias: (0..<test.outputs).map { _ in Int32.random(in: -1_000_000...1_000_000, using: &random) },
            chunk: test.channelBlock.map { $0 * test.kernel.0 * test.kernel.1 } ?? test.chunk ?? count,
            channelBlock: test.channelBlock)
    }

    @Test(arguments: [AutoPad.sameUpper, .sameLower, .valid])
    func padsByItself(_ autoPad: AutoPad) throws {
        var random = SeededGenerator(seed: 12)
        let x = Mantissas([1, 3, 8, 7], DFPFormat(exponent: -8, minimum: -255, maximum: 255), &random)
        let layer = TestLayer(
            shape: [4, 3, 3, 2], weights: (0..<72).map { _ in Int16.random(in: -99...99, using: &random) },
            exponents: [-7, -7, -7, -7], bias: nil, chunk: 18)
        let op = Conv(
            autoPad: autoPad, kernelShape: [3, 2], strides: [2, 2], pads: [0, 0, 0, 0], dilations: [1, 1])
        // Rows: 8 -> 4 needs (4 - 1) * 2 + 3 - 8 = 1 pad; columns: 7 -> 4 needs 3 * 2 + 2 - 7 = 1.
        let output = autoPad == .valid ? (height: 3, width: 3) : (height: 4, width: 4)
        let pads = autoPad == .sameLower ? (1, 1) : (0, 0)
        let format = DFPFormat(exponent: -6)
        var builder = ModelBuilder()
        builder.input("x", [1, 3, 8, 7], x.format)
        builder.layer(op, "x", layer, "y", format)
        builder.output("y")
        let units = NaiveLayer.convolution(
            x, layer, strides: (2, 2), pads: pads, dilations: (1, 1), group: 1, output: output, format: format)
        let expected = Mantissas([1, 4, output.height, output.width], format, units: units)
        try expectEverywhere(builder.model, ["x": x.tensor], ["y": expected.tensor])
    }

    @Test func convolvesSignals() throws {
        var random = SeededGenerator(seed: 13)
        let x = Mantissas([2, 3, 1, 40], DFPFormat(exponent: -8, minimum: -999, maximum: 999), &random)
        let layer = TestLayer(
            shape: [5, 3, 1, 7], weights: (0..<105).map { _ in Int16.random(in: -99...99, using: &random) },
            exponents: [-7, -7, -8, -7, -7], bias: nil, chunk: 21)
        let format = DFPFormat(exponent: -6)
        var builder = ModelBuilder()
        builder.input("x", ["N", 3, 40], x.format)
        var flat = layer
        flat.shape = [5, 3, 7]
        builder.layer(
            Conv(kernelShape: [7], strides: [2], pads: [3, 3], dilations: [1]), "x", flat, "y", format)
        builder.output("y")
        let units = NaiveLayer.convolution(
            x, layer, strides: (1, 2), pads: (0, 3), dilations: (1, 1), group: 1, output: (1, 20), format: format)
        let expected = Mantissas([2, 5, 20], format, units: units)
        try expectEverywhere(
            builder.model, ["x": x.tensor.reshaped(to: [2, 3, 40])], ["y": expected.tensor])
    }

    @Test(arguments: [1, 2]) func convolvesVolumes(group: Int) throws {
        var random = SeededGenerator(seed: 14)
        let x = Mantissas([2, 4, 3, 5, 4], DFPFormat(exponent: -4, minimum: -99, maximum: 99), &random)
        let inputs = 4 / group
        let weights = (0..<6 * inputs * 12).map { _ in Int16.random(in: -99...99, using: &random) }
        let layer = TestLayer(
            shape: [6, inputs, 2, 3, 2], weights: weights, exponents: [-3, -3, -4, -3, -3, -2], bias: nil,
            chunk: inputs * 12)
        var builder = ModelBuilder()
        builder.input("x", ["N", 4, 3, 5, 4], x.format)
        builder.layer(
            Conv(
                kernelShape: [2, 3, 2], strides: [1, 2, 1], pads: [0, 1, 1, 1, 1, 0], dilations: [1, 1, 2], group: group
            ),
            "x", layer, "y", nil)
        builder.output("y")
        // Depth 3 + 1 - 2 + 1 = 3; height (5 + 2 - 3) / 2 + 1 = 3; width 4 + 1 - 3 + 1 = 3.
        var expected: [Float] = []
        for (sample, output) in (0..<2).flatMap({ sample in (0..<6).map { (sample, $0) } }) {
            for position in 0..<27 {
                var sum = 0
                for tap in 0..<12 {
                    let d = position / 9 + tap / 6, h = position / 3 % 3 * 2 + tap / 2 % 3 - 1
                    let w = position % 3 + tap % 2 * 2 - 1
                    guard (0..<3).contains(d), (0..<5).contains(h), (0..<4).contains(w) else { continue }
                    for channel in 0..<inputs {
                        let source = output / (6 / group) * inputs + channel
                        sum +=
                            Int(x.values[(((sample * 4 + source) * 3 + d) * 5 + h) * 4 + w])
                            * Int(weights[(output * inputs + channel) * 12 + tap])
                    }
                }
                expected.append(Float(sum) * powerOfTwo(-4 + layer.exponents[output]))
            }
        }
        try expectEverywhere(
            builder.model, ["x": x.tensor], ["y": Tensor(shape: [2, 6, 3, 3, 3], floats: expected)])
    }
}
