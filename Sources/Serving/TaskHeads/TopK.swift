/// The indices of the largest scores, best first; ties go to the lower index, and what is no number comes last.
///
/// Linear in the number of scores for the selection, and `count * log(count)` for the order of those selected.
enum TopK {
    /// - Parameters:
    ///   - count: how many, 1 and more; at most all are given.
    ///   - isCandidate: which indices count at all.
    static func indices(_ scores: [Float], count: Int, where isCandidate: (Int) -> Bool = { _ in true }) -> [Int] {
        var keys: [UInt64] = []
        keys.reserveCapacity(scores.count)
        for index in scores.indices where isCandidate(index) { keys.append(key(scores[index], index)) }
        let count = max(0, min(count, keys.count))
        if count < keys.count { select(count, in: &keys) }
        var best = keys[..<count]
        best.sort()
        return best.map { Int($0 & 0xFFFF_FFFF) }
    }

    /// Score and index in one number: the better one is the smaller. No two are equal, so that the order is total and
    /// the answer does not depend on how it is found.
    private static func key(_ score: Float, _ index: Int) -> UInt64 {
        precondition(index <= UInt32.max, "more scores than an index of 32 bits can name")
        guard !score.isNaN else { return UInt64(UInt32.max) << 32 | UInt64(index) }
        // Adding zero makes -0 the 0 that it is equal to. IEEE 754 orders positive numbers as their bits, and negative
        // ones the other way round.
        let bits = (score + 0).bitPattern
        let ascending = bits >> 31 == 1 ? ~bits : bits | 1 << 31
        return UInt64(~ascending) << 32 | UInt64(index)
    }

    /// Moves the `count` smallest keys to the front, in any order: Hoare's selection by the median of three. After as
    /// many rounds as would halve the keys twice over, the rest is sorted, so that no input takes quadratic time.
    private static func select(_ count: Int, in keys: inout [UInt64]) {
        var low = 0
        var high = keys.count - 1
        var rounds = 2 * (Int.bitWidth - keys.count.leadingZeroBitCount)
        while low < high {
            guard rounds > 0 else {
                keys[low...high].sort()
                return
            }
            rounds -= 1
            let pivot = median(keys[low], keys[low + (high - low) / 2], keys[high])
            var (left, right) = (low, high)
            while left <= right {
                while keys[left] < pivot { left += 1 }
                while keys[right] > pivot { right -= 1 }
                if left <= right {
                    keys.swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
            // Now low...right are at most the pivot and left...high at least; between them lies the pivot alone, or nothing.
            if count <= right { high = right } else if count >= left { low = left } else { return }
        }
    }

    private static func median(_ a: UInt64, _ b: UInt64, _ c: UInt64) -> UInt64 { max(min(a, b), min(max(a, b), c)) }
}
