import TestSupport
import Testing

@testable import Quantization

@Suite struct GramMatrixTests {
    private func rows(_ count: Int, _ order: Int, seed: UInt64) -> [Double] {
        var random = SeededGenerator(seed: seed)
        return (0..<count * order).map { _ in Double.random(in: -1...1, using: &random) }
    }

    @Test func sumsProductsOfAllPairs() {
        let (count, order) = (7, 5)
        let x = rows(count, order, seed: 1)
        var gram = GramMatrix(order: order)
        gram.add(Array(x[..<(3 * order)]))
        gram.add(Array(x[(3 * order)...]))
        gram.add([])
        for i in 0..<order {
            for j in 0..<order {
                let expected = (0..<count).reduce(0.0) { $0 + x[$1 * order + i] * x[$1 * order + j] }
                #expect(abs(gram[i, j] - expected) < 1e-12)
            }
        }
        let part = gram.part([1, 2, 4])
        #expect(part == [1, 2, 4].flatMap { i in [1, 2, 4].map { gram[i, $0] } })
        var twice = gram
        twice.add(gram)
        #expect(twice[3, 2] == 2 * gram[3, 2])
    }

    /// Orders below, at and above the panels of the factorization.
    @Test(arguments: [1, 2, 47, 48, 49, 96, 131])
    func solvesTheRegularizedEquations(order: Int) throws {
        var gram = GramMatrix(order: order)
        gram.add(rows(2 * order, order, seed: UInt64(order)))
        let matrix = gram.part(Array(0..<order))
        let columns = 3, ridge = 0.01
        let right = rows(order, columns, seed: 99)
        let solution = try #require(
            GramMatrix.solution(of: matrix, order: order, right, columns: columns, ridge: ridge))
        for row in 0..<order {
            for column in 0..<columns {
                var sum = ridge * matrix[row * order + row] * solution[row * columns + column]
                for k in 0..<order { sum += matrix[row * order + k] * solution[k * columns + column] }
                // The factorization errs by some multiples of the 53 bits, times the condition.
                #expect(abs(sum - right[row * columns + column]) < 1e-6)
            }
        }
    }

    @Test func elementsThatAreNeverThereGetNothing() throws {
        // The second element is always 0.
        let solution = try #require(GramMatrix.solution(of: [4, 0, 0, 0], order: 2, [8, 0], columns: 1, ridge: 1e-12))
        #expect(abs(solution[0] - 2) < 1e-6 && solution[1] == 0)
        #expect(GramMatrix.solution(of: [1, 2, 2, 1], order: 2, [1, 1], columns: 1, ridge: 1e-6) == nil)
        #expect(GramMatrix.solution(of: [.nan], order: 1, [1], columns: 1, ridge: 1) == nil)
    }
}
