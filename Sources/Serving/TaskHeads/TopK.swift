/// The indices of the largest scores, best first; ties go to the lower index.
enum TopK {
    /// - Parameters:
    ///   - count: how many, 1 and more; at most all are given.
    ///   - isCandidate: which scores count at all.
    static func indices(_ scores: [Float], count: Int, where isCandidate: (Float) -> Bool = { _ in true }) -> [Int] {
        func precedes(_ a: Int, _ b: Int) -> Bool { scores[a] > scores[b] || (scores[a] == scores[b] && a < b) }
        let candidates = scores.indices.filter { isCandidate(scores[$0]) }
        if count >= candidates.count / 4 { return Array(candidates.sorted(by: precedes).prefix(count)) }
        // Few of many: a heap of the best so far, the worst of them on top.
        var heap: [Int] = []
        func sink(_ start: Int) {
            var parent = start
            while true {
                var child = 2 * parent + 1
                guard child < heap.count else { return }
                if child + 1 < heap.count, precedes(heap[child], heap[child + 1]) { child += 1 }
                guard precedes(heap[parent], heap[child]) else { return }
                heap.swapAt(parent, child)
                parent = child
            }
        }
        for index in candidates {
            if heap.count < count {
                heap.append(index)
                if heap.count == count { for parent in stride(from: count / 2, through: 0, by: -1) { sink(parent) } }
            } else if precedes(index, heap[0]) {
                heap[0] = index
                sink(0)
            }
        }
        return heap.sorted(by: precedes)
    }
}
