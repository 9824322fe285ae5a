import ModelGraph

/// What bit allocation needs to know of a layer: for each output channel and each chunk the largest accumulator in real
/// units, which does not depend on how many bits the input has.
struct LayerAnalysis {
    /// Chunks are multiples of this.
    static let block = 16

    let node: String
    let outputs: Int
    let reduction: Int
    /// Chunks to choose from, the largest (the whole reduction) first.
    let chunks: [Int]
    /// The largest absolute weight of each output.
    let largestWeight: [Double]
    /// Sum of the squares of each output's weights.
    let weightEnergy: [Double]
    /// [chunk][output]: the largest absolute sum of a chunk, bias included.
    let worstSum: [[Double]]
    /// Mean square of the input's and the output's elements.
    let inputEnergy: Double
    let outputEnergy: Double
    /// Multiply-adds for one sample, for weighing the cost of layers that share an input.
    let work: Double

    /// - Parameter range: the input's bounds in real units, `minimum <= 0 <= maximum`.
    init(
        node: Node, weights: LayerWeights, chunks candidates: [Int], range: (minimum: Double, maximum: Double),
        inputEnergy: Double, outputEnergy: Double, outputElements: Double
    ) {
        self.node = node.name
        outputs = weights.outputs
        reduction = weights.reduction
        self.inputEnergy = inputEnergy
        self.outputEnergy = outputEnergy
        let reduction = weights.reduction
        work = outputElements * Double(reduction)
        let smaller = weights.canSplit ? Set(candidates.filter { $0 < reduction }).sorted(by: >) : []
        let lengths = [reduction] + smaller
        chunks = lengths
        var largest: [Double] = [], energy: [Double] = [], worst = [[Double]](repeating: [], count: smaller.count + 1)
        let blocks = (reduction + Self.block - 1) / Self.block
        var positive = [Double](repeating: 0, count: blocks), negative = positive
        weights.weights.withUnsafeBufferPointer { values in
            positive.withUnsafeMutableBufferPointer { positive in
                negative.withUnsafeMutableBufferPointer { negative in
                    for output in 0..<weights.outputs {
                        var (maximum, sum) = (0.0, 0.0)
                        for block in 0..<blocks {
                            var (up, down) = (0.0, 0.0)
                            for r in block * Self.block..<min((block + 1) * Self.block, reduction) {
                                // In bounds: `index` covers exactly outputs * reduction elements.
                                let w = Double(values[weights.index(output, r)])
                                maximum = max(maximum, abs(w))
                                sum += w * w
                                if w > 0 { up += w } else { down -= w }
                            }
                            positive[block] = up * range.maximum - down * range.minimum
                            negative[block] = down * range.maximum - up * range.minimum
                        }
                        largest.append(maximum)
                        energy.append(sum)
                        let bias = Double(weights.bias[output])
                        for (choice, chunk) in lengths.enumerated() {
                            let step = choice == 0 ? blocks : chunk / Self.block
                            var bound = abs(bias)
                            for begin in stride(from: 0, to: blocks, by: step) {
                                var up = begin == 0 ? max(bias, 0) : 0, down = begin == 0 ? max(-bias, 0) : 0
                                for block in begin..<min(begin + step, blocks) {
                                    up += positive[block]
                                    down += negative[block]
                                }
                                bound = max(bound, up, down)
                            }
                            worst[choice].append(bound)
                        }
                    }
                }
            }
        }
        largestWeight = largest
        weightEnergy = energy
        worstSum = worst
    }

    /// The finest exponent of one output's weights at which every weight fits and no accumulator can overflow, as far as
    /// real numbers tell.
    func weightExponent(_ output: Int, choice: Int, inputExponent: Int) -> Int {
        let fitting = Self.exponent(of: largestWeight[output] / 32767)
        let safe = Self.exponent(of: worstSum[choice][output] / 2_147_483_647) - inputExponent
        // Far below every weight that matters, and every scale stays a normal float32.
        return min(max(fitting, safe, -60, -100 - inputExponent), 60)
    }

    /// Signal to noise in dB: rounding of the input through the weights, and of the weights through the input.
    func predictedSQNR(choice: Int, inputExponent: Int) -> Double {
        let inputNoise = Self.roundingNoise(inputExponent)
        var noise = 0.0
        for output in 0..<outputs {
            let exponent = weightExponent(output, choice: choice, inputExponent: inputExponent)
            noise +=
                inputNoise * weightEnergy[output]
                + Self.roundingNoise(exponent) * Double(reduction) * inputEnergy
        }
        noise /= Double(outputs)
        return Decibel.ratio(outputEnergy, noise)
    }

    /// Multiply-adds, with what splitting costs: 6% at 64 elements per chunk.
    func cost(choice: Int) -> Double { work * (choice == 0 ? 1 : 1 + 0.06 * 64 / Double(chunks[choice])) }

    /// The mean square of rounding to multiples of 2^exponent.
    static func roundingNoise(_ exponent: Int) -> Double {
        Double(sign: .plus, exponent: 2 * exponent, significand: 1) / 12
    }

    /// The smallest e with 2^e >= value; far below everything for 0.
    private static func exponent(of value: Double) -> Int {
        guard value > 0, value.isFinite else { return -1000 }
        let floor = Int(value.exponent)
        return value.significand == 1 ? floor : floor + 1
    }
}
