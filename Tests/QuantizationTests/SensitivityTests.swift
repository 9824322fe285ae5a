import ModelGraph
import TestSupport
import Testing

@testable import Quantization

@Suite struct SensitivityTests {
    private func quantize(_ options: QuantizerOptions) throws -> (bits: [String: Int], report: QuantizationReport) {
        let (model, report) = try Quantizer.quantize(
            graph: SmallModel.graph(), calibration: CalibrationSource(SmallModel.samples(8)), options: options
        ) { _, _ in }
        return (model.layers.mapValues(\.weightBits), report)
    }

    @Test func fewerBitsAddMoreNoise() throws {
        let sensitivity = try #require(try quantize(QuantizerOptions(measuresSensitivity: true)).report.sensitivity)
        #expect(sensitivity.layers.map(\.node) == ["stem", "depthwise", "project", "classifier"])
        for layer in sensitivity.layers {
            for noise in [layer.weights, layer.input] {
                let (four, eight, sixteen) = (noise[4] ?? 0, noise[8] ?? 0, noise[16] ?? 0)
                #expect(four > 16 * eight && eight > sixteen && sixteen > 0)
            }
        }
    }

    @Test func aBudgetOfBytesIsKept() throws {
        let graph = SmallModel.graph()
        let counts = ["w0", "w1", "w2", "w3"].map { graph.initializers[$0]?.count ?? 0 }
        let bytes = counts.reduce(0, +) * 6 / 8
        let (found, report) = try quantize(QuantizerOptions(budget: .bytes(bytes)))
        let nodes = ["stem", "depthwise", "project", "classifier"]
        let used = zip(nodes, counts).reduce(0) { $0 + (found[$1.0] ?? 16) * $1.1 }
        #expect(used <= bytes * 8)
        // And is used: a bit more for the smallest layer would not fit, or would not help.
        #expect(used > bytes * 7)
        #expect(report.sensitivity != nil)
        #expect(throws: QuantizationError.self) { try quantize(QuantizerOptions(budget: .bytes(20))) }
        #expect(throws: QuantizationError.self) { try quantize(QuantizerOptions(budget: .bytes(0))) }
    }
}
