/// Winograd's F(2x2,3x3) (Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2015) in integers that
/// give exactly the convolution: its weights, and the sums that bound what its accumulators hold.
///
/// With filters w and 4 x 4 input pixels d of a tile, for each position p = 4 * i + j and summed over a block of channels:
///
///     U = G w G^T       G = (1 0 0), (1 1 1), (1 -1 1), (0 0 1)
///     V = B^T d B       B^T = (1 0 -1 0), (0 1 1 0), (0 -1 1 0), (0 1 0 -1)
///     M[p] = sum of U[p] * V[p]
///     Z[i][0] = M[i][0] + (M[i][1] + M[i][2]) / 2      Z[i][1] = (M[i][1] - M[i][2]) / 2 - M[i][3]
///     Y[0][j] = Z[0][j] + (Z[1][j] + Z[2][j]) / 2      Y[1][j] = (Z[1][j] - Z[2][j]) / 2 - Z[3][j]
///
/// This G is twice the published one in its middle rows, so that U is an integer; what is halved is always even. All of
/// it may be computed modulo 2^32, except what is halved, which must be exact: M in its columns 1 and 2, Z in its rows 1
/// and 2, and the result Y. `worst` bounds the former, `OverflowProof` the latter.
///
/// V is held in 16 bits. Inputs within minimum...maximum make it lie within ±2 (maximum - minimum), if at position 5,
/// where V only adds, 2 (minimum + maximum) is taken off; sum U[5] times that is added to M[5] again.
package struct WinogradSums: Sendable {
    /// The largest |U|, which must fit 16 bits.
    package private(set) var largestWeight = 0
    /// Sum of U[5].
    package private(set) var centre = 0
    /// Sums of |U|.
    private var positions = SIMD16<Int>()
    /// Of the filters' sums over kernel rows: their sum, and the sum of their sizes.
    private var rowSum = 0
    private var rowSize = 0
    /// Of the sums with alternating signs: the sum of their sizes.
    private var alternatingRow = 0

    package init() {}

    /// U for one filter of 3 x 3 numbers, row-major: element 4 * i + j is position (i, j).
    ///
    /// - Parameter filter: nine numbers of at most 2^27, so that U fits Int32.
    @inline(__always)
    package static func weights(_ filter: UnsafePointer<Int32>) -> SIMD16<Int32> {
        func row(_ y: Int) -> SIMD3<Int32> { SIMD3(filter[3 * y], filter[3 * y + 1], filter[3 * y + 2]) }
        let rows = (row(0), row(1), row(2))
        return SIMD16(
            lowHalf: SIMD8(lowHalf: transformed(rows.0), highHalf: transformed(rows.0 &+ rows.1 &+ rows.2)),
            highHalf: SIMD8(lowHalf: transformed(rows.0 &- rows.1 &+ rows.2), highHalf: transformed(rows.2)))
    }

    @inline(__always)
    private static func transformed(_ row: SIMD3<Int32>) -> SIMD4<Int32> {
        SIMD4(row.x, row.x &+ row.y &+ row.z, row.x &- row.y &+ row.z, row.z)
    }

    /// Adds filters, [channels][3][3], of numbers of at most 2^27.
    package mutating func add(_ filters: UnsafeBufferPointer<Int32>) {
        precondition(filters.count % 9 == 0, "\(filters.count) numbers are no filters of nine")
        guard var filter = filters.baseAddress else { return }
        for _ in 0..<filters.count / 9 {
            let weights = Self.weights(filter)
            for p in 0..<16 {
                let size = Int(abs(weights[p]))
                largestWeight = max(largestWeight, size)
                positions[p] &+= size
            }
            centre &+= Int(weights[5])
            // Rows of the filter summed, and summed with alternating signs.
            for x in 0..<3 {
                let even = Int(filter[x]) + Int(filter[6 + x]), odd = Int(filter[3 + x])
                rowSum &+= even + odd
                rowSize &+= abs(even + odd)
                alternatingRow &+= abs(even - odd)
            }
            filter += 9
        }
    }

    /// Adds the sums of other channels.
    package mutating func add(_ other: WinogradSums) {
        largestWeight = max(largestWeight, other.largestWeight)
        centre &+= other.centre
        positions &+= other.positions
        rowSum &+= other.rowSum
        rowSize &+= other.rowSize
        alternatingRow &+= other.alternatingRow
    }

    /// Whether inputs within minimum...maximum, and 0 for padding, make V fit 16 bits.
    package static func fits(minimum: Int, maximum: Int) -> Bool { 2 * (max(0, maximum) - min(0, minimum)) <= 32767 }

    /// What is taken off V at position 5 for such inputs.
    package static func offset(minimum: Int, maximum: Int) -> Int { 2 * (min(0, minimum) + max(0, maximum)) }

    /// The largest absolute value of anything that is halved, for inputs within minimum...maximum, 0 included.
    package func worst(minimum: Double, maximum: Double) -> Double {
        // What a sum of weights of either sign can reach, times the inputs: sums of 2 n inputs, n of them negated, or of
        // 2 n inputs.
        func alternating(_ size: Int, _ n: Double) -> Double { n * Double(size) * (maximum - minimum) }
        func adding(_ sum: Int, _ size: Int, _ n: Double) -> Double {
            let positive = Double(size + sum) / 2, negative = Double(size - sum) / 2
            return 2 * n * max(positive * maximum - negative * minimum, negative * maximum - positive * minimum)
        }
        var largest = 0
        for p in [1, 2, 6, 9, 10, 13, 14] { largest = max(largest, positions[p]) }
        return max(
            alternating(largest, 2), adding(centre, positions[5], 2), adding(rowSum, rowSize, 1),
            alternating(alternatingRow, 1))
    }

    /// Whether Winograd computes the exact sums of one output: inputs and weights fit 16 bits, and what is halved is exact.
    ///
    /// - Parameters:
    ///   - filters: the output's weights, [channels][3][3].
    ///   - chunk: elements per sum: a multiple of nine, or all.
    ///   - minimum: the smallest input mantissa; above 0 is taken as 0, for padding.
    ///   - maximum: the largest input mantissa; below 0 is taken as 0.
    package static func suit(_ filters: UnsafeBufferPointer<Int32>, chunk: Int, minimum: Int, maximum: Int) -> Bool {
        guard fits(minimum: minimum, maximum: maximum) else { return false }
        let (minimum, maximum) = (min(0, minimum), max(0, maximum))
        return stride(from: 0, to: filters.count, by: chunk).allSatisfy { begin in
            var sums = WinogradSums()
            sums.add(UnsafeBufferPointer(rebasing: filters[begin..<min(begin + chunk, filters.count)]))
            return sums.largestWeight <= 32767
                && sums.worst(minimum: Double(minimum), maximum: Double(maximum))
                    <= Double(OverflowProof.accumulatorLimit)
        }
    }
}
