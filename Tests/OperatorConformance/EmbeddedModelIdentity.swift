import Checkpoint
import FixedPoint
import Foundation
import Inference
import Kernels
import ModelGraph
import TestSupport
import Testing

/// The promise on a real network: the embedded model gives an image the same bytes alone and in any company, with one
/// thread and with two, on every instruction set of this machine.
@Suite struct EmbeddedModelIdentity {
    private static let path = PackageRoot.url
        .appendingPathComponent("Models/efficientnet_lite0/1/model.safetensors").path

    private static let testsAll = ProcessInfo.processInfo.environment["MANTISSA_TEST_ALL"] != nil

    /// Smooth random images: sums of a few waves, as mantissas in NHWC order.
    private static func images(_ count: Int, maximum: Int16) -> [[Int16]] {
        var random = SeededGenerator(seed: 2024)
        return (0..<count).map { _ in
            let waves = (0..<4).map { _ in (0..<5).map { _ in Float.random(in: 0...1, using: &random) } }
            return (0..<224 * 224 * 3).map { index in
                let (y, x, channel) = (Float(index / 672), Float(index / 3 % 224), Float(index % 3))
                let value = waves.reduce(Float(0)) { sum, wave in
                    sum + sin(wave[0] * x * 0.2 + wave[1] * y * 0.2 + wave[2] * channel + wave[3] * 6) * wave[4]
                }
                return Int16(max(-1, min(1, value / 2)) * Float(maximum) * 0.6)
            }
        }
    }

    private static func run(
        _ images: [[Int16]], _ session: InferenceSession, _ input: String
    ) throws -> [String: Tensor] {
        let mantissas = Array(images.joined())
        return try session.run([input: .mantissas(mantissas, shape: [images.count, 3, 224, 224])]).outputs
    }

    @Test func anImageHasOneAnswer() throws {
        let model = try CheckpointReader.load(path: Self.path).checkpoint.model
        let input = try #require(model.graph.inputs.first?.name)
        let images = Self.images(34, maximum: try #require(model.formats[input]?.maximum))
        // The scalar code on one thread, image by image, defines the answers of all.
        let scalar = InferenceSession(
            model: try InferenceModel(model, instructionSet: .scalar), pool: WorkerPool(threads: 1))
        let expected = try images.map { try Self.run([$0], scalar, input) }
        let names = model.graph.outputs.map(\.name)
        #expect(Set(names.flatMap { name in expected.compactMap { $0[name]?.floats } }).count > images.count)

        for instructionSet in InstructionSet.supported {
            let engine = try InferenceModel(model, instructionSet: instructionSet)
            // Scalar code is slow: some batch sizes, and all of 2...33 in `make test-all`, as always on the others.
            let sizes = instructionSet == .scalar && !Self.testsAll ? [2, 33] : Array(2...33)
            for threads in [1, 2] {
                let session = InferenceSession(model: engine, pool: WorkerPool(threads: threads))
                for size in sizes {
                    // Image 0 in a place that differs from batch to batch, among others.
                    let order = (0..<size).map { ($0 + images.count - size / 2) % images.count }
                    let outputs = try Self.run(order.map { images[$0] }, session, input)
                    for name in names {
                        let rows = try #require(outputs[name]?.floats)
                        let width = rows.count / size
                        for (row, image) in order.enumerated() {
                            let got = rows[row * width..<(row + 1) * width].map(\.bitPattern)
                            let want = expected[image][name]?.floats?.map(\.bitPattern)
                            #expect(
                                got == want,
                                "\(name) of image \(image), batch \(size), \(threads) threads, \(instructionSet)")
                        }
                    }
                }
            }
        }
    }
}
