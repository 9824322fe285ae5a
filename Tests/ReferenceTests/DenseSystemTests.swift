import Reference
import TestSupport
import Testing

@Suite struct DenseSystemTests {
    /// Sizes around the block of 64.
    @Test(arguments: [1, 2, 7, 63, 64, 65, 150]) func solvesWhatItFactored(_ size: Int) throws {
        var random = SeededGenerator(seed: UInt64(size))
        let a = random.floats(size * size, in: -1...1).map(Double.init)
        var matrix = [Double](repeating: 0, count: size * size)
        for i in 0..<size {
            for j in 0..<size {
                for k in 0..<size { matrix[i * size + j] += a[i * size + k] * a[j * size + k] }
            }
            matrix[i * size + i] += 1
        }
        let wanted = random.floats(3 * size, in: -1...1).map(Double.init)
        var rows = [Double](repeating: 0, count: 3 * size)
        for row in 0..<3 {
            for j in 0..<size {
                for i in 0..<size { rows[row * size + j] += wanted[row * size + i] * matrix[i * size + j] }
            }
        }
        let system = try #require(DenseSystem(matrix, size: size))
        system.solve(&rows)
        let largest = zip(rows, wanted).map { abs($0 - $1) }.max() ?? 1
        #expect(largest < 1e-8)
        for i in 0..<size {
            for j in 0...i {
                let product = (0...j).reduce(0) { $0 + system.factor[i * size + $1] * system.factor[j * size + $1] }
                #expect(abs(product - matrix[i * size + j]) < 1e-9)
            }
        }
    }

    @Test func refusesWhatIsNotDefinite() {
        #expect(DenseSystem([1, 2, 2, 1], size: 2) == nil)
        #expect(DenseSystem([0], size: 1) == nil)
        #expect(DenseSystem([.nan], size: 1) == nil)
    }
}
