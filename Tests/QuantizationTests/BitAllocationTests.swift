import FixedPoint
import ModelGraph
import TestSupport
import Testing

@testable import Quantization

@Suite struct BitAllocationTests {
    private func analysis(reduction: Int, positive: Bool = true, seed: UInt64 = 1) throws -> LayerAnalysis {
        var random = SeededGenerator(seed: seed)
        let graph = Graph(
            name: "", inputs: [], outputs: [], nodes: [],
            initializers: [
                "w": Tensor(shape: [4, reduction], floats: random.floats(4 * reduction, in: positive ? 0...1 : -1...1))
            ])
        let node = Node(name: "n", op: Gemm(transB: true), inputs: ["x", "w"], outputs: ["y"])
        return LayerAnalysis(
            node: node, weights: try LayerWeights(node, in: graph), chunks: QuantizerOptions().chunks, range: (0, 1),
            inputEnergy: 1.0 / 12, outputEnergy: Double(reduction) / 36, outputElements: 4)
    }

    @Test func aShortReductionNeedsNoChunks() throws {
        let best = BitAllocation.best(
            exponent: { -15 + 16 - $0 }, readers: [try analysis(reduction: 16)], energy: nil,
            options: QuantizerOptions(), bits: 12...16)
        #expect(best.choices == [0])
    }

    @Test func aHigherTargetGivesShorterChunks() throws {
        let analysis = try analysis(reduction: 1024)
        let lengths = [50.0, 60, 70, 80].map { target in
            let best = BitAllocation.best(
                exponent: { -15 + 16 - $0 }, readers: [analysis], energy: nil,
                options: QuantizerOptions(targetSQNR: target), bits: 12...16)
            return analysis.choices[best.choices[0]].chunk
        }
        #expect(lengths == lengths.sorted(by: >))
        #expect(lengths[0] == 1024 && lengths[3] < 1024)
    }

    @Test func theTargetIsKeptWhereItCanBe() throws {
        let analysis = try analysis(reduction: 1024)
        let best = BitAllocation.best(
            exponent: { -15 + 16 - $0 }, readers: [analysis], energy: nil, options: QuantizerOptions(targetSQNR: 66),
            bits: 12...16)
        #expect(analysis.predictedSQNR(choice: best.choices[0], inputExponent: -15 + 16 - best.bits) >= 66)
    }

    @Test func withoutReadersAllBitsAreTaken() {
        let best = BitAllocation.best(
            exponent: { 16 - $0 }, readers: [], energy: 1, options: QuantizerOptions(), bits: 12...16)
        #expect(best.bits == 16)
    }

    /// Fewer bits for the activation leave more for the weights: their exponents fall by what the input's rises.
    @Test func bitsMoveFromTheInputToTheWeights() throws {
        let analysis = try analysis(reduction: 1024)
        #expect(
            analysis.weightExponent(0, choice: 0, inputExponent: -12)
                == analysis.weightExponent(0, choice: 0, inputExponent: -15) - 3)
    }

    @Test(arguments: [(7, 3), (33, 5), (64, 1), (200, 2)])
    func predictedExponentsNearlyAlwaysProve(_ reduction: Int, _ seed: UInt64) throws {
        let analysis = try analysis(reduction: reduction, positive: false, seed: seed)
        #expect(analysis.choices.first?.chunk == reduction)
        #expect(analysis.worstSum.allSatisfy { $0.count == 4 })
        // A shorter chunk never has a larger worst sum.
        for (long, short) in zip(analysis.worstSum, analysis.worstSum.dropFirst()) {
            #expect(zip(long, short).allSatisfy { $0 >= $1 })
        }
    }
}
