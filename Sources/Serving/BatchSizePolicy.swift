import Synchronization

/// How many of the samples that wait go into one batch.
///
/// Large weights are better read once for many samples; large activations leave the cache when many go through a layer together,
/// and who waits for a large batch waits long. Which a model gains from is measured while it serves: from time to time a batch has
/// the next larger or smaller size, and a larger one is kept if it saves a tenth of the time per sample. A batch that is tried is held
/// against those just before it: a machine has fast and slow moments, and sizes measured in different ones say nothing. A larger size is
/// tried only where as much again waits, so that no core has nothing to do meanwhile. The answers are the same bits in any case.
/// Safe to use from any thread.
final class BatchSizePolicy: Sendable {
    private static let growth = 4
    /// Of the time per sample, what a larger size must save.
    private static let gain = 0.1
    /// Trials that are kept, and how many it takes to change the size; batches that a trial is held against.
    private static let memory = 5, evidence = 4
    /// Batches from one trial to the next; doubles as long as nothing changes.
    private static let intervals = 8...4096

    private struct State {
        /// Time per sample of the larger size in that of the smaller one, for each size and the next, the newest last.
        var ratios: [[Double]]
        /// The first batch of a size makes its plan and touches its memory: it is not counted.
        var isWarm: [Bool]
        var best = 0
        /// Nanoseconds per sample of the last batches of the best size.
        var recent: [Double] = []
        /// The size that was given to be tried.
        var trial: Int?
        var batches = 0
        var interval = intervals.lowerBound
        var nextTrial = intervals.lowerBound
        var triesLarger = true
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
                ratios: [[Double]](repeating: [], count: self.sizes.count - 1),
                isWarm: [Bool](repeating: false, count: self.sizes.count)))
    }

    /// The size of the next batch of a core, at most `waiting`.
    func size(waiting: Int) -> Int {
        state.withLock { state in
            state.batches += 1
            if state.batches >= state.nextTrial, let trial = nextTrial(&state, waiting: waiting) {
                state.trial = trial
                state.nextTrial = state.batches + state.interval
                return sizes[trial]
            }
            return min(sizes[state.best], waiting)
        }
    }

    /// Tells what a batch cost one core.
    func record(samples: Int, nanoseconds: UInt64) {
        guard let index = sizes.firstIndex(of: samples) else { return }
        let cost = Double(nanoseconds) / Double(samples)
        state.withLock { state in
            let isTrial = state.trial == index
            if isTrial { state.trial = nil }
            guard state.isWarm[index] else {
                return state.isWarm[index] = true
            }
            if index == state.best {
                if state.recent.count == Self.evidence { state.recent.removeFirst() }
                state.recent.append(cost)
            } else if isTrial, state.recent.count == Self.evidence {
                compare(&state, index, cost)
            }
        }
    }

    /// The size before or after the best, in turn; nil where too little waits for it.
    private func nextTrial(_ state: inout State, waiting: Int) -> Int? {
        let larger = state.best + 1
        let isLargerNew = larger < sizes.count && state.ratios[state.best].count < Self.evidence
        let trial = isLargerNew || state.triesLarger ? larger : state.best - 1
        state.triesLarger.toggle()
        let needed = trial == larger ? 2 : 1
        guard sizes.indices.contains(trial), needed * sizes[trial] <= waiting else { return nil }
        // What is not known yet is tried again soon.
        if !isLargerNew { state.interval = min(2 * state.interval, Self.intervals.upperBound) }
        return trial
    }

    private func compare(_ state: inout State, _ index: Int, _ cost: Double) {
        // Of two in the middle the smaller one: what else runs on a machine only ever adds.
        let own = state.recent.sorted()[(state.recent.count - 1) / 2], isLarger = index > state.best
        let ratio = isLarger ? cost / own : own / cost
        let pair = min(index, state.best)
        if state.ratios[pair].count == Self.memory { state.ratios[pair].removeFirst() }
        state.ratios[pair].append(ratio)
        func speaksForTrial(_ ratio: Double) -> Bool { isLarger == (ratio < 1 - Self.gain) }
        guard speaksForTrial(ratio) else { return }
        // What speaks for a change is looked at again soon.
        state.interval = Self.intervals.lowerBound
        state.nextTrial = state.batches + state.interval
        let ratios = state.ratios[pair]
        if ratios.count >= Self.evidence, 2 * ratios.count(where: speaksForTrial) > ratios.count {
            state.best = index
            state.recent = []
        }
    }
}
