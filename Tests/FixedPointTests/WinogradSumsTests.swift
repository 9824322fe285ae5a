import FixedPoint
import Testing

@Suite struct WinogradSumsTests {
    /// Position (i, j) of G w G^T, as the matrices say.
    private static let g: [[Int]] = [[1, 0, 0], [1, 1, 1], [1, -1, 1], [0, 0, 1]]
    private static let bT: [[Int]] = [[1, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, 1, 0, -1]]

    private static func product(_ a: [[Int]], _ b: [[Int]]) -> [[Int]] {
        a.map { row in b[0].indices.map { j in row.indices.reduce(0) { $0 + row[$1] * b[$1][j] } } }
    }

    private static func transposed(_ a: [[Int]]) -> [[Int]] { a[0].indices.map { j in a.map { $0[j] } } }

    private static func square(_ values: ArraySlice<Int>, _ side: Int) -> [[Int]] {
        (0..<side).map { y in (0..<side).map { values[values.startIndex + y * side + $0] } }
    }

    private static func weights(_ filter: ArraySlice<Int>) -> [[Int]] {
        product(product(g, square(filter, 3)), transposed(g))
    }

    private static func filter(_ count: Int, _ limit: Int, _ random: inout SeededGenerator) -> [Int] {
        (0..<9 * count).map { _ in Int.random(in: -limit...limit, using: &random) }
    }

    private static func sums(_ filters: [Int]) -> WinogradSums {
        var sums = WinogradSums()
        filters.map { Int32($0) }.withUnsafeBufferPointer { sums.add($0) }
        return sums
    }

    @Test func weightsAreThoseOfTheMatrices() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<20 {
            let filter = Self.filter(1, 1 << 27, &random)
            let found = filter.map { Int32($0) }.withUnsafeBufferPointer { $0.baseAddress.map(WinogradSums.weights) }
            let expected = Self.weights(filter[...]).joined().map { Int32($0) }
            #expect(found.map { weights in (0..<16).map { weights[$0] } } == Array(expected))
        }
    }

    /// Everything that is halved, for one channel and all inputs that are extremes: 2^16 of them.
    @Test(arguments: [(0, 1), (-1, 1), (-3, 5), (-2, 0)])
    func theWorstCaseIsReachedAndNeverPassed(_ minimum: Int, _ maximum: Int) {
        var random = SeededGenerator(seed: 2)
        let filter = Self.filter(1, 900, &random)
        let weights = Self.weights(filter[...])
        var largest = 0
        for corner in 0..<1 << 16 {
            let pixels = (0..<16).map { corner >> $0 & 1 == 1 ? maximum : minimum }
            let v = Self.product(Self.product(Self.bT, Self.square(pixels[...], 4)), Self.transposed(Self.bT))
            let m = (0..<4).map { i in (0..<4).map { weights[i][$0] * v[i][$0] } }
            for i in 0..<4 { largest = max(largest, abs(m[i][1]), abs(m[i][2])) }
            for i in 1...2 {
                largest = max(
                    largest, abs(m[i][0] + (m[i][1] + m[i][2]) / 2), abs((m[i][1] - m[i][2]) / 2 - m[i][3]))
            }
        }
        #expect(Double(largest) == Self.sums(filter).worst(minimum: Double(minimum), maximum: Double(maximum)))
    }

    /// Sums of blocks, every step in 64 bits: exactly the convolution.
    @Test func theTransformsGiveTheConvolution() {
        var random = SeededGenerator(seed: 3)
        let (minimum, maximum) = (-50, 16383 - 50)
        let filters = Self.filter(4, 3000, &random)
        let images = (0..<4).map { _ in (0..<16).map { _ in Int.random(in: minimum...maximum, using: &random) } }
        let offset = WinogradSums.offset(minimum: minimum, maximum: maximum)
        #expect(WinogradSums.fits(minimum: minimum, maximum: maximum))
        #expect(!WinogradSums.fits(minimum: minimum - 1, maximum: maximum))
        var m = [[Int]](repeating: [0, 0, 0, 0], count: 4)
        m[1][1] = offset * Self.sums(filters).centre
        for channel in 0..<4 {
            let u = Self.weights(filters[9 * channel..<9 * channel + 9])
            var v = Self.product(
                Self.product(Self.bT, Self.square(images[channel][...], 4)), Self.transposed(Self.bT))
            v[1][1] -= offset
            for i in 0..<4 {
                for j in 0..<4 {
                    #expect(abs(v[i][j]) <= 32767)
                    m[i][j] += u[i][j] * v[i][j]
                }
            }
        }
        let z = m.map { [$0[0] + ($0[1] + $0[2]) / 2, ($0[1] - $0[2]) / 2 - $0[3]] }
        for j in 0..<2 {
            for (i, found) in [z[0][j] + (z[1][j] + z[2][j]) / 2, (z[1][j] - z[2][j]) / 2 - z[3][j]].enumerated() {
                var expected = 0
                for channel in 0..<4 {
                    for tap in 0..<9 {
                        expected += filters[9 * channel + tap] * images[channel][(i + tap / 3) * 4 + j + tap % 3]
                    }
                }
                #expect(found == expected)
            }
        }
    }

    @Test func sumsOfBlocksAddUp() {
        var random = SeededGenerator(seed: 4)
        let filters = Self.filter(7, 5000, &random)
        var parts = Self.sums(Array(filters[..<27]))
        parts.add(Self.sums(Array(filters[27...])))
        let whole = Self.sums(filters)
        #expect(parts.largestWeight == whole.largestWeight && parts.centre == whole.centre)
        #expect(parts.worst(minimum: -7, maximum: 99) == whole.worst(minimum: -7, maximum: 99))
        #expect(
            whole.largestWeight
                == stride(from: 0, to: 63, by: 9).reduce(0) { largest, begin in
                    max(largest, Self.weights(filters[begin..<begin + 9]).joined().map { abs($0) }.max() ?? 0)
                })
    }

    @Test func largeWeightsAndLongSumsDoNotSuit() {
        func suits(_ weight: Int32, _ channels: Int, _ chunk: Int, _ maximum: Int = 16383) -> Bool {
            [Int32](repeating: weight, count: 9 * channels).withUnsafeBufferPointer {
                WinogradSums.suit($0, chunk: chunk, minimum: 0, maximum: maximum)
            }
        }
        // Nine equal weights add up at position 5.
        #expect(suits(3640, 1, 9) && !suits(3641, 1, 9))
        #expect(!suits(1, 1, 9, 16384))
        // Position 5 of a channel reaches 9 * 100 * 4 * 16383: 36 channels stay below 2^31, 37 do not.
        #expect(suits(100, 36, 36 * 9) && !suits(100, 37, 37 * 9) && suits(100, 72, 36 * 9))
    }
}
