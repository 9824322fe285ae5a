import ModelGraph
import TestSupport
import Testing

@testable import Quantization

@Suite struct FittedRoundingTests {
    /// A layer of random weights and samples whose elements are alike: what nearest rounding does not see.
    private struct Problem {
        let layer: LayerWeights
        let statistics: LayerStatistics
        let heldOut: LayerStatistics

        /// - Parameter zeros: every so many weights one is zero.
        init(outputs: Int = 8, reduction: Int = 24, samples: Int = 400, zeros: Int = .max, seed: UInt64 = 1) throws {
            var random = SeededGenerator(seed: seed)
            var w = random.floats(outputs * reduction, in: -1...1)
            for index in w.indices where index % zeros == 1 { w[index] = 0 }
            let node = Node(name: "n", op: Gemm(transB: true), inputs: ["x", "w"], outputs: ["y"])
            let graph = Graph(
                name: "", inputs: [], outputs: [], nodes: [node],
                initializers: ["w": Tensor(shape: [outputs, reduction], floats: w)])
            let weights = try LayerWeights(node, in: graph)
            let rows = try #require(InputRows(node, weights, input: [samples, reduction]))
            func statistics() throws -> LayerStatistics {
                var statistics = LayerStatistics(rows)
                var x = random.floats(samples * reduction, in: -1...1)
                for sample in 0..<samples {
                    let common = random.floats(1, in: 0...3)[0]
                    for r in 0..<reduction { x[sample * reduction + r] += common }
                }
                var t = [Float](repeating: 0, count: samples * outputs)
                for sample in 0..<samples {
                    for output in 0..<outputs {
                        for r in 0..<reduction {
                            t[sample * outputs + output] += w[output * reduction + r] * x[sample * reduction + r]
                        }
                    }
                }
                try statistics.add(rows: x, targets: t, positions: samples)
                return statistics
            }
            layer = weights
            self.statistics = try statistics()
            heldOut = try statistics()
        }

        func error(_ row: RoundedRow, _ output: Int, _ statistics: LayerStatistics) -> Double {
            let step = Double(sign: .plus, exponent: row.exponent, significand: 1)
            return statistics.error(output, weights: row.weights.map { Double($0) * step }, bias: row.bias)
        }
    }

    @Test(arguments: [4, 8]) func fittedOutputsAreCloserThanNearestOnes(_ bits: Int) throws {
        let problem = try Problem()
        let limit = 1 << (bits - 1) - 1
        let fitted = try #require(FittedRounding(problem.layer, problem.statistics, heldOut: problem.heldOut))
        let nearest = NearestRounding(layer: problem.layer)
        var (better, plain) = (0.0, 0.0)
        for output in 0..<8 {
            let row = try #require(fitted.candidates(output, finest: 2 - bits, limit: limit).first)
            #expect(row.weights.allSatisfy { abs(Int($0)) <= limit })
            better += problem.error(row, output, problem.heldOut)
            plain += problem.error(
                nearest.row(output, exponent: 2 - bits, limit: limit), output, problem.heldOut)
        }
        #expect(better < plain / 3)
    }

    @Test func whatIsZeroStaysZero() throws {
        let problem = try Problem(zeros: 3)
        let fitted = try #require(FittedRounding(problem.layer, problem.statistics, heldOut: problem.heldOut))
        for output in 0..<8 {
            for row in fitted.candidates(output, finest: -4, limit: 31) {
                for r in 0..<24 where problem.layer.weights[problem.layer.index(output, r)] == 0 {
                    #expect(row.weights[r] == 0)
                }
                #expect(row.weights.filter { $0 != 0 }.count > 8)
            }
        }
    }

    @Test func theErrorIsThatOfTheSamples() throws {
        let problem = try Problem(outputs: 1, reduction: 3, samples: 1)
        // With one sample, the error of weights of zero is the square of what the bias leaves of the target.
        let target = problem.statistics.targetSums[0]
        let error = problem.statistics.error(0, weights: [0, 0, 0], bias: target - 2)
        #expect(abs(error - 4) < 1e-4)
    }

    @Test func inputsThatAreZeroCannotBeFitted() throws {
        let problem = try Problem(outputs: 1, reduction: 3, samples: 4)
        let node = Node(name: "n", op: Gemm(transB: true), inputs: ["x", "w"], outputs: ["y"])
        let rows = try #require(InputRows(node, problem.layer, input: [4, 3]))
        var zero = LayerStatistics(rows)
        try zero.add(rows: [Float](repeating: 0, count: 12), targets: [0, 0, 0, 0], positions: 4)
        let fitted = FittedRounding(problem.layer, zero, heldOut: nil)
        #expect(fitted == nil)
    }
}
