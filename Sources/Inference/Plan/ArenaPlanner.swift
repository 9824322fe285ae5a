/// Places buffers in one block of memory so that no two that live at the same time overlap.
enum ArenaPlanner {
    /// A buffer to place.
    struct Request: Sendable {
        var bytes: Int
        /// First and last step that touches it, both included.
        var begin: Int
        var end: Int
    }

    /// Offsets are multiples of this: a cache line.
    static let alignment = 64

    /// Best fit, largest first: each buffer goes into the smallest gap that holds it among those already placed that
    /// live at the same time, or behind them.
    ///
    /// - Returns: an offset in bytes for each request, and the bytes of the whole block.
    static func place(_ requests: [Request]) -> (offsets: [Int], bytes: Int) {
        var offsets = [Int](repeating: 0, count: requests.count)
        var total = 0
        // Ties go to the lower index, so that a plan is the same every time.
        let order = requests.indices.sorted {
            requests[$0].bytes != requests[$1].bytes ? requests[$0].bytes > requests[$1].bytes : $0 < $1
        }
        var placed: [(offset: Int, end: Int, request: Int)] = []
        for index in order {
            let request = requests[index]
            let size = (request.bytes + alignment - 1) / alignment * alignment
            let alive = placed.filter {
                requests[$0.request].begin <= request.end && request.begin <= requests[$0.request].end
            }
            var best: (offset: Int, gap: Int)?
            var position = 0
            for other in alive {
                let gap = other.offset - position
                if gap >= size && gap < best?.gap ?? .max { best = (position, gap) }
                position = max(position, other.end)
            }
            let offset = best?.offset ?? position
            offsets[index] = offset
            total = max(total, offset + size)
            let entry = (offset: offset, end: offset + size, request: index)
            placed.insert(entry, at: placed.firstIndex { $0.offset > offset } ?? placed.count)
        }
        return (offsets, total)
    }
}
