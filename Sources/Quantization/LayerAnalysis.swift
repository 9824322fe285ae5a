import FixedPoint
import ModelGraph

/// What bit allocation needs to know of a layer: for each output channel and each way to sum the largest accumulator in
/// real units, which does not depend on how many bits the input has.
struct LayerAnalysis {
    /// Chunks are multiples of this.
    static let block = 16

    let node: String
    let outputs: Int
    let reduction: Int
    /// The ways to sum that may be chosen.
    let choices: [SumChoice]
    /// [choice][output]: the largest absolute weight; for Winograd, the largest transformed one.
    let largestWeight: [[Double]]
    /// Sum of the squares of each output's weights.
    let weightEnergy: [Double]
    /// [choice][output]: the largest absolute value that must be exact, bias included.
    let worstSum: [[Double]]
    /// Mean square of the input's and the output's elements.
    let inputEnergy: Double
    let outputEnergy: Double
    /// The input's bounds in real units.
    let range: (minimum: Double, maximum: Double)
    /// Mantissa bits of the weights, sign included, 4...16.
    var weightBits: Int
    /// [output]: the largest absolute weight as it is, whatever is summed.
    private let largestPlain: [Double]
    /// Multiply-adds for one sample, for weighing the cost of layers that share an input.
    let work: Double

    /// - Parameter range: the input's bounds in real units, `minimum <= 0 <= maximum`.
    init(
        node: Node, weights: LayerWeights, chunks candidates: [Int], range: (minimum: Double, maximum: Double),
        inputEnergy: Double, outputEnergy: Double, outputElements: Double, weightBits: Int = 16
    ) {
        self.node = node.name
        outputs = weights.outputs
        reduction = weights.reduction
        self.range = range
        self.inputEnergy = inputEnergy
        self.outputEnergy = outputEnergy
        self.weightBits = weightBits
        let reduction = weights.reduction
        work = outputElements * Double(reduction)
        choices = SumChoice.all(weights, chunks: candidates)
        var energy: [Double] = [], plain: [Double] = []
        var largest = [[Double]](repeating: [], count: choices.count), worst = largest
        for output in 0..<outputs {
            let row = (0..<reduction).map { Double(weights.weights[weights.index(output, $0)]) }
            energy.append(row.reduce(0) { $0 + $1 * $1 })
            plain.append(row.reduce(0) { max($0, abs($1)) })
            let bias = Double(weights.bias[output])
            let along = PartialSums(row, block: Self.block, bias: bias, range: range)
            let byChannel =
                weights.suitsWinograd ? PartialSums(winograd: row, Self.block, bias: bias, range: range) : nil
            for (index, choice) in choices.enumerated() {
                let sums = choice.isWinograd ? byChannel ?? along : along
                largest[index].append(sums.largestWeight)
                let elements = choice.isWinograd ? 9 * Self.block : Self.block
                worst[index].append(
                    sums.worst(blocks: choice.chunk >= reduction ? nil : choice.chunk / elements))
            }
        }
        largestWeight = largest
        largestPlain = plain
        weightEnergy = energy
        worstSum = worst
    }

    /// The largest mantissa of a weight.
    var weightLimit: Int { 1 << (weightBits - 1) - 1 }

    /// The finest exponent of one output's weights at which every weight fits and no accumulator can overflow, as far as
    /// real numbers tell.
    func weightExponent(_ output: Int, choice: Int, inputExponent: Int) -> Int {
        let fitting = max(
            Self.exponent(of: largestWeight[choice][output] / 32767),
            Self.exponent(of: largestPlain[output] / Double(weightLimit)))
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

    /// Time in units of one multiply-add of the whole reduction in one sum.
    func cost(choice: Int) -> Double { work * choices[choice].cost(reduction: reduction) }

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
