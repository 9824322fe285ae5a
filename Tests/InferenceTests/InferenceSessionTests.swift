import FixedPoint
import Inference
import Kernels
import ModelGraph
import TestSupport
import Testing

struct InferenceSessionTests {
    /// A small network with a bit of everything: strided and depthwise convolutions, a residual, squeeze and
    /// excitation, a pool, a classifier.
    static func network() -> QuantizedGraph {
        var random = SeededGenerator(seed: 51)
        var builder = ModelBuilder()
        let input = DFPFormat(exponent: -6, minimum: -127, maximum: 127)
        let wide = DFPFormat(exponent: -10, minimum: 0, maximum: 8191)
        let signed = DFPFormat(exponent: -10, minimum: -8191, maximum: 8191)
        func layer(_ shape: [Int], exponent: Int = -9) -> TestLayer {
            let count = shape.dropFirst().reduce(1, *)
            return TestLayer(
                shape: shape, weights: (0..<shape[0] * count).map { _ in Int16.random(in: -200...200, using: &random) },
                exponents: [Int](repeating: exponent, count: shape[0]),
                bias: (0..<shape[0]).map { _ in Int32.random(in: -9999...9999, using: &random) },
                chunk: min(count, 32))
        }
        func conv(_ kernel: Int, _ stride: Int, _ group: Int = 1, _ epilogue: Epilogue = .none) -> Conv {
            let pad = kernel / 2
            return Conv(
                kernelShape: [kernel, kernel], strides: [stride, stride], pads: [pad, pad, pad, pad],
                dilations: [1, 1], group: group, epilogue: epilogue)
        }
        let relu = Epilogue(minimum: 0, maximum: 6)
        builder.input("x", ["N", 3, 18, 18], input)
        builder.layer(conv(3, 2, 1, relu), "x", layer([16, 3, 3, 3]), "stem", wide)
        builder.layer(conv(3, 1, 16, relu), "stem", layer([16, 1, 3, 3]), "depth", wide)
        builder.node(GlobalAveragePool(), ["depth"], "pool", wide)
        builder.layer(conv(1, 1), "pool", layer([16, 16, 1, 1]), "excite", signed)
        builder.node(Sigmoid(), ["excite"], "gate", DFPFormat(exponent: -15, minimum: 0, maximum: 32767))
        builder.node(Mul(), ["depth", "gate"], "scaled", wide)
        builder.layer(
            conv(1, 1, 1, Epilogue(addsResidual: true)), "scaled", layer([16, 16, 1, 1]), residual: "stem", "sum",
            signed)
        builder.layer(conv(3, 2, 2), "sum", layer([24, 8, 3, 3]), "down", signed)
        builder.node(
            MaxPool(dilations: [1, 1], kernelShape: [2, 2], pads: [0, 0, 0, 0], strides: [2, 2]), ["down"], "max",
            signed)
        builder.node(Flatten(), ["max"], "flat", signed)
        builder.layer(Gemm(transB: true), "flat", layer([10, 96]), "logits", nil)
        builder.node(Softmax(), ["logits"], "y")
        builder.output("logits")
        builder.output("y")
        return builder.model
    }

    static func images(_ count: Int, seed: UInt64 = 52) -> Tensor {
        var random = SeededGenerator(seed: seed)
        return Tensor(shape: [count, 3, 18, 18], floats: random.floats(count * 972, in: -2...2))
    }

    /// A large batch that does not come again is not paid for any longer.
    @Test func memoryOfALargeBatchIsReturnedInTime() throws {
        let pool = WorkerPool(threads: 1)
        let session = InferenceSession(model: try InferenceModel(Self.network()), pool: pool)
        func run(_ images: Int, times: Int = 1) throws -> [Tensor?] {
            try (0..<times).map { _ in try session.run(["x": .tensor(Self.images(images))]).outputs["y"] }
        }
        let first = try run(1)[0]
        let small = session.residentBytes
        _ = try run(32)
        let large = session.residentBytes
        #expect(large > 8 * small)
        // It is kept while it is needed from time to time.
        for _ in 0..<8 { _ = (try run(1, times: 50), try run(32)) }
        #expect(session.residentBytes == large)
        #expect(Set(try run(1, times: 130)) == [first])
        #expect(session.residentBytes == small)
    }

    @Test func answersAreTheSameInAnyBatchWithAnyThreadsOnEveryMachine() throws {
        let all = Self.images(33)
        let floats = all.floats ?? []
        let reference = InferenceSession(
            model: try InferenceModel(Self.network(), instructionSet: .scalar), pool: WorkerPool(threads: 1))
        var alone: [Float] = []
        for index in 0..<33 {
            let image = Tensor(shape: [1, 3, 18, 18], floats: Array(floats[index * 972..<(index + 1) * 972]))
            alone += try #require(try reference.run(["x": .tensor(image)]).outputs["logits"]?.floats)
        }
        for set in InstructionSet.supported {
            let model = try InferenceModel(Self.network(), instructionSet: set)
            for threads in 1...3 {
                let session = InferenceSession(model: model, pool: WorkerPool(threads: threads))
                for batch in 1...33 {
                    let images = Tensor(shape: [batch, 3, 18, 18], floats: Array(floats[..<(batch * 972)]))
                    let logits = try session.run(["x": .tensor(images)]).outputs["logits"]?.floats ?? []
                    #expect(
                        logits.map(\.bitPattern) == alone[..<(batch * 10)].map(\.bitPattern),
                        "\(set), \(threads), \(batch)")
                }
            }
        }
    }

    @Test func mantissasAreWhatFloatsAreQuantizedTo() throws {
        var random = SeededGenerator(seed: 53)
        let x = Mantissas([2, 3, 18, 18], DFPFormat(exponent: -6, minimum: -127, maximum: 127), &random)
        let session = InferenceSession(model: try InferenceModel(Self.network()), pool: WorkerPool(threads: 2))
        let floats = try session.run(["x": .tensor(x.tensor)])
        let mantissas = try session.run(["x": .mantissas(x.channelsLast, shape: x.shape)])
        #expect(floats.outputs == mantissas.outputs)
        #expect(floats.saturations == mantissas.saturations)
    }

    @Test func pixelsAreWhatTheirTablesSay() throws {
        var random = SeededGenerator(seed: 54)
        let pixels = random.bytes(2 * 18 * 18 * 3)
        // Beyond the format's limits of ±127: cut, as the proofs demand.
        let tables = (0..<768).map { Int16($0 / 3 - 128) }
        let mantissas = pixels.indices.map { max(tables[256 * ($0 % 3) + Int(pixels[$0])], -127) }
        let session = InferenceSession(model: try InferenceModel(Self.network()), pool: WorkerPool(threads: 2))
        let shape = [2, 3, 18, 18]
        let expected = try session.run(["x": .mantissas(mantissas.map { min($0, 127) }, shape: shape)])
        let result = try session.run(["x": .pixels(pixels, tables: tables, shape: shape)])
        #expect(result.outputs == expected.outputs)
        #expect(result.saturations == expected.saturations)
    }

    @Test func countsSaturationsByNode() throws {
        let session = InferenceSession(model: try InferenceModel(Self.network()), pool: WorkerPool(threads: 2))
        var floats = [Float](repeating: 0, count: 972)
        for index in 0..<10 { floats[index] = 100 }
        let result = try session.run(["x": .tensor(Tensor(shape: [1, 3, 18, 18], floats: floats))])
        #expect(result.saturationsByNode["x"] == 10)
        #expect(result.saturations == result.saturationsByNode.values.reduce(0, +))
        // Mantissas outside of the format would break the proofs: they are cut as well.
        let cut = try session.run(["x": .mantissas([Int16](repeating: .min, count: 972), shape: [1, 3, 18, 18])])
        #expect(cut.saturationsByNode["x"] == 972)
    }

    @Test func refusesWrongInputs() throws {
        let session = InferenceSession(model: try InferenceModel(Self.network()), pool: WorkerPool(threads: 1))
        let image = Self.images(1)
        let wrong: [[String: InferenceInput]] = [
            [:], ["y": .tensor(image)], ["x": .tensor(image), "y": .tensor(image)],
            ["x": .tensor(image.reshaped(to: [3, 1, 18, 18]))], ["x": .tensor(image.reshaped(to: [972]))],
            ["x": .tensor(Tensor(shape: [0, 3, 18, 18], floats: []))],
            ["x": .tensor(Tensor(shape: [1, 3, 18, 18], int64s: [Int64](repeating: 0, count: 972)))],
            ["x": .mantissas([1, 2, 3], shape: [1, 3, 18, 18])], ["x": .mantissas([], shape: [-1, 3, 18, 18])],
            ["x": .mantissas([], shape: [Int.max, 3, 18, 18])],
            ["x": .pixels([1, 2, 3], tables: [Int16](repeating: 0, count: 768), shape: [1, 3, 18, 18])],
            ["x": .pixels([UInt8](repeating: 0, count: 972), tables: [0], shape: [1, 3, 18, 18])],
            ["x": .pixels([UInt8](repeating: 0, count: 972), tables: [], shape: [1, 3, 18, 18])],
        ]
        for inputs in wrong {
            let error = #expect(throws: InferenceError.self) { try session.run(inputs) }
            #expect(error?.kind == .invalidInput || error?.kind == .invalidModel, "\(inputs.keys)")
        }
        #expect(try session.run(["x": .tensor(image)]).outputs["y"]?.shape == [1, 10])
    }

    @Test func profilesEveryStep() throws {
        let session = InferenceSession(model: try InferenceModel(Self.network()), pool: WorkerPool(threads: 1))
        var timings: [LayerTiming] = []
        _ = try session.run(["x": .tensor(Self.images(2))]) { timings.append($0) }
        #expect(timings.first?.operatorName == "Input")
        #expect(timings.contains { $0.node == "stem" && $0.kernel == "im2col gemm" && $0.macs == 2 * 81 * 16 * 27 })
        #expect(timings.contains { $0.node == "depth" && $0.kernel == "depthwise 3x3" })
        #expect(timings.contains { $0.node == "sum" && $0.kernel == "gemm" })
    }

    @Test(arguments: InstructionSet.supported) func theProfileNamesTheSetOfEachKernel(set: InstructionSet) throws {
        let model = try InferenceModel(Self.network(), instructionSet: set)
        let session = InferenceSession(model: model, pool: WorkerPool(threads: 1))
        var timings: [LayerTiming] = []
        _ = try session.run(["x": .tensor(Self.images(1))]) { timings.append($0) }
        let table = KernelTable.table(for: set)
        for (node, operation) in [("stem", "gemm"), ("depth", "dwconv"), ("sum", "gemm"), ("x", "quantize")] {
            let timing = try #require(timings.first { $0.node == node })
            #expect(timing.instructionSet == table.origin(of: operation))
        }
    }

    @Test func theArenaServesAllShapesOfASession() throws {
        let session = InferenceSession(model: try InferenceModel(Self.network()), pool: WorkerPool(threads: 1))
        _ = try session.run(["x": .tensor(Self.images(8))])
        let bytes = session.residentBytes
        for batch in [1, 8, 3, 8] { _ = try session.run(["x": .tensor(Self.images(batch))]) }
        #expect(session.residentBytes == bytes)
    }
}
