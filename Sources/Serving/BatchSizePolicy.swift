import Synchronization

/// How many of the samples that wait go into one batch.
///
/// Large weights are better read once for many samples; large activations leave the cache when many go through a layer together,
/// and who waits for a large batch waits long. Which a model gains from is measured while it serves: from time to time a batch has
/// the next larger or smaller size, and a larger one is kept if it saves a tenth of the time per sample. The answers are the
/// same bits in any case. Safe to use from any thread.
final class BatchSizePolicy: Sendable {
    private static let growth = 4
    /// Of the time per sample, what a larger size must save.
    private static let gain = 0.1
    /// Measurements of a size that are kept, and how many it takes to be compared.
    private static let memory = 8, evidence = 4
    /// Batches from one trial to the next; doubles as long as nothing changes.
    private static let intervals = 8...4096

    private struct State {
        /// Nanoseconds per sample of each size, the newest last.
        var costs: [[Double]]
        /// The first batch of a size makes its plan and touches its memory: it is not counted.
        var isWarm: [Bool]
        var best = 0
        var batches = 0
        var interval = intervals.lowerBound
        var nextTrial = intervals.lowerBound
        var triesLarger = true
        /// The best size has just grown.
        var hasGrown = false
    }

    private let sizes: [Int]
    private let state: Mutex<State>

    /// - Parameter maximum: the largest size, at least 1.
    init(maximum: Int) {
        var sizes: [Int] = []
        var size = 1
        while size < maximum {
            sizes.append(size)
            size *= Self.growth
        }
        self.sizes = sizes + [max(1, maximum)]
        state = Mutex(
            State(
                costs: [[Double]](repeating: [], count: self.sizes.count),
                isWarm: [Bool](repeating: false, count: self.sizes.count)))
    }

    /// The size of the next batch of a core, at most `waiting`.
    func size(waiting: Int) -> Int {
        state.withLock { state in
            state.batches += 1
            if state.hasGrown {
                // The size that has lost may have been measured at a bad time: once more, at once.
                state.hasGrown = false
                return min(sizes[state.best - 1], waiting)
            }
            if state.batches >= state.nextTrial {
                let larger = state.best + 1
                let isLargerNew = larger < sizes.count && state.costs[larger].count < Self.evidence
                let neighbour = isLargerNew || state.triesLarger ? larger : state.best - 1
                state.triesLarger.toggle()
                if sizes.indices.contains(neighbour), sizes[neighbour] <= waiting {
                    state.nextTrial = state.batches + state.interval
                    // What is not known yet is tried again soon.
                    if !isLargerNew { state.interval = min(2 * state.interval, Self.intervals.upperBound) }
                    return sizes[neighbour]
                }
            }
            return min(sizes[state.best], waiting)
        }
    }

    /// Tells what a batch cost one core.
    func record(samples: Int, nanoseconds: UInt64) {
        guard let index = sizes.firstIndex(of: samples) else { return }
        let cost = Double(nanoseconds) / Double(samples)
        state.withLock { state in
            guard state.isWarm[index] else {
                return state.isWarm[index] = true
            }
            if state.costs[index].count == Self.memory { state.costs[index].removeFirst() }
            state.costs[index].append(cost)
            let best = best(state)
            if best != state.best {
                state.hasGrown = best > state.best
                state.best = best
                state.interval = Self.intervals.lowerBound
                state.nextTrial = state.batches + state.interval
            }
        }
    }

    /// The smallest size that no larger one beats by enough.
    private func best(_ state: State) -> Int {
        var best = 0
        for index in sizes.indices.dropFirst() {
            guard let own = Self.cost(state.costs[index]), let smaller = Self.cost(state.costs[best]) else { continue }
            if own < (1 - Self.gain) * smaller { best = index }
        }
        return best
    }

    /// The least of what was measured: what else runs on a machine only ever adds.
    private static func cost(_ measured: [Double]) -> Double? { measured.count < evidence ? nil : measured.min() }
}
