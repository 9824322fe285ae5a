import TestSupport
import Testing

@testable import Quantization

@Suite struct BitBudgetTests {
    /// All choices for three layers, tried one by one.
    private func exhaustive(_ counts: [Int], _ noise: [[Int: Double]]) -> [(bits: [Int], size: Int, noise: Double)] {
        let widths = Array(QuantizerOptions.widths)
        return widths.flatMap { a in
            widths.flatMap { b in
                widths.map { c in
                    let bits = [a, b, c]
                    return (
                        bits, zip(counts, bits).reduce(0) { $0 + $1.0 * $1.1 },
                        zip(noise, bits).reduce(0) { $0 + ($1.0[$1.1] ?? .infinity) }
                    )
                }
            }
        }
    }

    private func problem(_ seed: UInt64) -> (counts: [Int], noise: [[Int: Double]]) {
        var random = SeededGenerator(seed: seed)
        let counts = random.floats(3, in: 8...64).map { Int($0) }
        let noise = random.floats(3, in: 0.01...0.3).map { Sensitivity.filled([4: Double($0), 8: Double($0) / 200]) }
        return (counts, noise)
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64]) func aSizeHasTheLeastNoise(_ seed: UInt64) throws {
        let (counts, noise) = problem(seed)
        let all = exhaustive(counts, noise)
        for bytes in [counts.reduce(0, +) * 5 / 8, counts.reduce(0, +), counts.reduce(0, +) * 3 / 2] {
            let bits = try #require(BitBudget.bytes(bytes).best(counts: counts, noise: noise))
            let size = zip(counts, bits).reduce(0) { $0 + $1.0 * $1.1 }
            #expect(size <= bytes * 8)
            let got = zip(noise, bits).reduce(0) { $0 + ($1.0[$1.1] ?? .infinity) }
            let least = all.filter { $0.size <= bytes * 8 }.map(\.noise).min() ?? 0
            #expect(abs(got - least) < 1e-12)
        }
    }

    @Test(arguments: [5, 6, 7] as [UInt64]) func aNoiseHasTheLeastSize(_ seed: UInt64) throws {
        let (counts, noise) = problem(seed)
        let all = exhaustive(counts, noise)
        let bits = try #require(BitBudget.sqnr(20).best(counts: counts, noise: noise))
        let size = zip(counts, bits).reduce(0) { $0 + $1.0 * $1.1 }
        let got = zip(noise, bits).reduce(0) { $0 + ($1.0[$1.1] ?? .infinity) }
        #expect(got <= 0.01)
        #expect(size == all.filter { $0.noise <= 0.01 }.map(\.size).min())
    }

    @Test func whatCannotBeHasNoAnswer() {
        #expect(BitBudget.bytes(10).best(counts: [100], noise: [[4: 1, 16: 0]]) == nil)
        #expect(BitBudget.sqnr(300).best(counts: [100], noise: [[4: 1, 16: 0.1]]) == nil)
        #expect(BitBudget.bytes(1).best(counts: [], noise: []) == [])
    }

    @Test func widthsBetweenAreFilled() {
        let filled = Sensitivity.filled([4: 1, 6: 1.0 / 16, 8: 1.0 / 256])
        #expect(filled.keys.sorted() == Array(4...16))
        for bits in 4...16 { #expect(abs((filled[bits] ?? 0) * Double(1 << (2 * (bits - 4))) - 1) < 1e-9) }
    }
}
