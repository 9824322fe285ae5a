/// Weights of a gemm without the blocks (`WeightBlock`) that are all zero.
///
///     panel p: its blocks, [16][2] weights each, in the order of the reduction
///              their places, and a last one behind every reduction
///
/// Bias and scale of the epilogue must have `paddedColumns` elements.
package struct SparseWeights: Sendable {
    /// Output columns (channels of one group).
    package let n: Int
    /// Length of the reduction.
    package let k: Int
    /// Blocks that are stored, and blocks that there are.
    package let count: Int
    package let blockCount: Int
    let blocks: AlignedBuffer<Int16>
    /// Of each block its first element of the reduction; a place behind every element ends each panel.
    let places: AlignedBuffer<Int32>
    /// Blocks before each panel.
    let starts: AlignedBuffer<Int>

    /// Columns per panel.
    package static var nr: Int { WeightBlock.outputs }

    /// n rounded up to whole panels.
    package var paddedColumns: Int { (n + Self.nr - 1) / Self.nr * Self.nr }

    /// Bytes held.
    package var byteCount: Int { blocks.byteCount + places.byteCount + starts.byteCount }

    /// Takes the blocks that are not all zero.
    ///
    /// - Precondition: `k` is below 2^31 - 1.
    package init(_ weights: PackedWeights) {
        precondition(weights.k < Int32.max, "a reduction of \(weights.k) elements")
        n = weights.n
        k = weights.k
        let pairs = (k + 1) / 2
        let panels = (n + Self.nr - 1) / Self.nr
        blockCount = panels * pairs
        var kept: [(panel: Int, pair: Int)] = []
        let starts = AlignedBuffer<Int>(count: panels)
        for panel in 0..<panels {
            starts.pointer[panel] = kept.count
            for pair in 0..<pairs where !weights.isZero(block: panel, pair: pair) { kept.append((panel, pair)) }
        }
        count = kept.count
        let size = Self.nr * WeightBlock.elements
        let blocks = AlignedBuffer<Int16>(count: kept.count * size)
        let places = AlignedBuffer<Int32>(count: kept.count + panels)
        for panel in 0..<panels {
            let end = panel + 1 < panels ? starts.pointer[panel + 1] : kept.count
            for index in starts.pointer[panel]..<end {
                let pair = kept[index].pair
                places.pointer[index + panel] = Int32(pair * WeightBlock.elements)
                for column in 0..<min(Self.nr, n - panel * Self.nr) {
                    // In bounds: panel * nr + column < n, pair < pairs; a block has `size` elements.
                    let source = weights.pair(column: panel * Self.nr + column, pair)
                    let target = blocks.pointer + index * size + column * WeightBlock.elements
                    (target[0], target[1]) = (source[0], source[1])
                }
            }
            places.pointer[end + panel] = .max
        }
        self.blocks = blocks
        self.places = places
        self.starts = starts
    }
}

extension PackedWeights {
    /// The two weights of a column at a pair of the reduction.
    ///
    /// - Precondition: `column < n`, `pair < (k + 1) / 2`.
    @inline(__always)
    func pair(column: Int, _ pair: Int) -> UnsafePointer<Int16> {
        let pairs = (k + 1) / 2
        return UnsafePointer(buffer.pointer + ((column / nr * pairs + pair) * nr + column % nr) * 2)
    }

    /// Whether all weights of block `block` of columns at a pair are zero.
    fileprivate func isZero(block: Int, pair index: Int) -> Bool {
        let first = block * WeightBlock.outputs
        return (first..<min(first + WeightBlock.outputs, n)).allSatisfy { column in
            // In bounds: column < n.
            let pair = pair(column: column, index)
            return pair[0] | pair[1] == 0
        }
    }

    /// The share of blocks that are not all zero, 0...1.
    package var blockShare: Double {
        let (panels, pairs) = ((n + WeightBlock.outputs - 1) / WeightBlock.outputs, (k + 1) / 2)
        var count = 0
        for panel in 0..<panels { for pair in 0..<pairs where !isZero(block: panel, pair: pair) { count += 1 } }
        return Double(count) / Double(panels * pairs)
    }
}
