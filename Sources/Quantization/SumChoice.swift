import ModelGraph

/// One way to split a layer's reduction into exact sums.
struct SumChoice: Hashable {
    /// Elements per sum.
    var chunk: Int
    /// Input channels per sum, all taps of them; nil where a chunk runs along the taps.
    var channelBlock: Int?
    /// Whether the sums are to suit Winograd's F(2x2,3x3), which takes about half the time.
    var isWinograd = false

    /// With fewer channels per sum Winograd's output transforms take what its products save.
    private static let shortestBlock = 32

    /// The choices for a layer, cheapest first among those of Winograd and among the others.
    ///
    /// - Parameter chunks: lengths to choose from beside the whole reduction. Blocks for Winograd are as many channels.
    static func all(_ weights: LayerWeights, chunks: [Int]) -> [SumChoice] {
        let lengths = Set(chunks).sorted(by: >)
        var choices: [SumChoice] = []
        if weights.suitsWinograd, case .convolution(let inputs, let taps) = weights.arrangement {
            choices.append(SumChoice(chunk: weights.reduction, isWinograd: true))
            choices += lengths.filter { $0 < inputs && $0 >= shortestBlock }.map {
                SumChoice(chunk: $0 * taps, channelBlock: $0, isWinograd: true)
            }
        }
        choices.append(SumChoice(chunk: weights.reduction))
        if weights.canSplit { choices += lengths.filter { $0 < weights.reduction }.map { SumChoice(chunk: $0) } }
        return choices
    }

    /// Time per multiply-add, where 1 is one sum over the whole reduction.
    func cost(reduction: Int) -> Double {
        // Measured: splitting costs 2% at 64 elements with AVX2, nothing with AVX-512; Winograd's output transform costs as
        // much as seven channels.
        if isWinograd { return 0.46 * (1 + 7 / Double(channelBlock ?? reduction / 9)) }
        return chunk >= reduction ? 1 : 1 + 0.02 * 64 / Double(chunk)
    }
}
