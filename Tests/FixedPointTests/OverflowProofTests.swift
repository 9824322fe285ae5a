import FixedPoint
import Testing

@Suite struct OverflowProofTests {
    @Test func handCheckedCases() {
        func worst(_ weights: [Int16], _ low: Int16, _ high: Int16, _ chunk: Int, _ bias: Int32 = 0) -> Int {
            OverflowProof.worstCaseAccumulator(weights: weights, minimum: low, maximum: high, chunk: chunk, bias: bias)
        }
        #expect(worst([3, -2], 0, 10, 2) == 30)  // 3 * 10 against 2 * 10
        #expect(worst([3, -2], -10, 10, 2) == 50)
        #expect(worst([3, -2], -10, 10, 1) == 30)
        #expect(worst([3, -2, 4, 5], 0, 10, 2) == 90)
        #expect(worst([3, -2], 0, 10, 2, 7) == 37)
        #expect(worst([3, -2], 0, 10, 2, -7) == 30)  // the positive terms before the bias
        #expect(worst([3, -2], 0, 10, 2, -17) == 37)
        #expect(worst([1, 1, 9], 0, 10, 2, 1000) == 1020)  // the bias counts in the first chunk only
        #expect(worst([], -5, 5, 2, -9) == 9)
        #expect(worst([0, 0], -5, 5, .max) == 0)
        #expect(worst([-32768, -32768], -32767, 32767, 2, .min) == 2 * 32768 * 32767 + (1 << 31))
    }

    @Test func limitIsTheLargestInt32() {
        #expect(OverflowProof.holds(2_147_483_647))
        #expect(!OverflowProof.holds(2_147_483_648))
        // Two full-scale products fit, three do not: why 16 bits on both sides need chunks of two.
        let two = OverflowProof.worstCaseAccumulator(
            weights: [32767, -32767], minimum: -32767, maximum: 32767, chunk: 2)
        #expect(OverflowProof.holds(two))
        let three = OverflowProof.worstCaseAccumulator(
            weights: [32767, -32767, 32767], minimum: -32767, maximum: 32767, chunk: 3)
        #expect(!OverflowProof.holds(three))
    }

    /// Partial sums of explicit inputs, in a given order; the largest absolute value they pass through.
    private func reached(_ weights: [Int16], _ inputs: [Int16], _ order: [Int], bias: Int, biasFirst: Bool) -> Int {
        var sum = biasFirst ? bias : 0
        var largest = abs(sum)
        for index in order {
            sum += Int(weights[index]) * Int(inputs[index])
            largest = max(largest, abs(sum))
        }
        if !biasFirst { largest = max(largest, abs(sum + bias)) }
        return largest
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func worstCaseIsReachedAndNeverExceeded(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let count = Int.random(in: 1...40, using: &random)
        let weights = (0..<count).map { _ in Int16.random(in: -32767...32767, using: &random) }
        let low: Int16 = [0, -1, -4095, -32767][Int(seed % 4)]
        let high: Int16 = [4095, 32767, 0, 255][Int(seed / 4 % 4)]
        let bias = Int32.random(in: -100_000...100_000, using: &random)
        let chunk = [1, 2, 6, 64, .max][Int(seed % 5)]
        let claimed = OverflowProof.worstCaseAccumulator(
            weights: weights, minimum: low, maximum: high, chunk: chunk, bias: bias)

        var worstReached = 0
        for begin in stride(from: 0, to: count, by: min(chunk, count)) {
            let part = Array(weights[begin..<min(begin + min(chunk, count), count)])
            let largest = part.map { $0 > 0 ? high : low }, smallest = part.map { $0 > 0 ? low : high }
            let ownBias = begin == 0 ? Int(bias) : 0
            for inputs in [largest, smallest] {
                for biasFirst in [false, true] {
                    let value = reached(part, inputs, Array(part.indices), bias: ownBias, biasFirst: biasFirst)
                    worstReached = max(worstReached, value)
                }
            }
            for _ in 0..<50 {
                let inputs = part.map { _ in Int16.random(in: low...high, using: &random) }
                let order = part.indices.shuffled(using: &random)
                let value = reached(part, inputs, order, bias: ownBias, biasFirst: Bool.random(using: &random))
                #expect(value <= claimed, "seed \(seed)")
            }
        }
        #expect(worstReached == claimed, "seed \(seed)")
    }

    @Test func convolutionLayoutEqualsReductionOrder() {
        var random = SeededGenerator(seed: 7)
        let inputs = 5, taps = 9
        let onnx = (0..<inputs * taps).map { _ in Int16.random(in: -32767...32767, using: &random) }
        var ordered: [Int16] = []
        for tap in 0..<taps { for input in 0..<inputs { ordered.append(onnx[input * taps + tap]) } }
        for chunk in [2, 4, 10, 44, 45, 1000] {
            let expected = OverflowProof.worstCaseAccumulator(
                weights: ordered, minimum: -9, maximum: 4095, chunk: chunk, bias: -3)
            let found = onnx.withUnsafeBufferPointer {
                OverflowProof.worstCaseAccumulator(
                    convolution: $0, inputs: inputs, taps: taps, minimum: -9, maximum: 4095, chunk: chunk, bias: -3)
            }
            #expect(found == expected, "chunk \(chunk)")
        }
    }
}
