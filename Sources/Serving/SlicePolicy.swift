import Synchronization

/// How many samples of a batch are computed at a time: one by one, a few, or all.
///
/// Large activations leave the cache when many samples go through a layer together, large weights are better read once for
/// many: which of the two a model suffers from is measured while it serves. The answers are the same bits in any case. Safe to
/// use from any thread.
final class SlicePolicy: Sendable {
    /// Samples at a time; the last stands for all.
    private static let sizes = [1, 4, Int.max]
    /// Batches between two trials of a size that was slower.
    private static let trialInterval = 64

    private struct State {
        /// Nanoseconds per sample of each size, a running mean that forgets; nil until tried.
        var costs = [Double?](repeating: nil, count: sizes.count)
        var batches = 0
        var nextTrial = 0
    }

    private let state = Mutex(State())

    /// The size for the next batch of so many samples.
    func size(for samples: Int) -> Int {
        // Of few samples all sizes are much the same.
        guard samples > Self.sizes[1] else { return min(samples, best) }
        return state.withLock { state in
            state.batches += 1
            if let untried = state.costs.firstIndex(where: { $0 == nil }) { return Self.sizes[untried] }
            if state.batches % Self.trialInterval == 0 {
                state.nextTrial = (state.nextTrial + 1) % Self.sizes.count
                return Self.sizes[state.nextTrial]
            }
            return Self.best(state)
        }
    }

    /// Tells what a batch cost.
    func record(size: Int, samples: Int, nanoseconds: UInt64) {
        guard samples > Self.sizes[1], let index = Self.sizes.firstIndex(of: size) else { return }
        let cost = Double(nanoseconds) / Double(samples)
        state.withLock { state in
            state.costs[index] = state.costs[index].map { $0 + (cost - $0) / 4 } ?? cost
        }
    }

    private var best: Int { state.withLock { Self.best($0) } }

    private static func best(_ state: State) -> Int {
        let known = zip(sizes, state.costs).compactMap { size, cost in cost.map { (size, $0) } }
        return known.min { $0.1 < $1.1 }?.0 ?? 1
    }
}
