import Reference

/// Sums of products of all pairs of elements of a layer's inputs (im2col rows): X^T X over the rows X that were added.
///
/// It is what least squares need to know of the inputs. Float64, in the order in which rows are added.
struct GramMatrix {
    /// Elements of a row.
    let order: Int
    /// Row-major; the lower triangle holds the sums.
    private var elements: [Double]

    init(order: Int) {
        self.order = order
        elements = [Double](repeating: 0, count: order * order)
    }

    /// Adds rows that follow one another.
    ///
    /// - Precondition: whole rows.
    mutating func add(_ block: [Double]) {
        precondition(block.count % max(order, 1) == 0, "\(block.count) elements are no rows of \(order)")
        guard !block.isEmpty else { return }
        let count = block.count / order
        elements.withUnsafeMutableBufferPointer { target in
            block.withUnsafeBufferPointer { block in
                // Both have elements: `order` is positive, since the block is not empty.
                guard let target = target.baseAddress, let source = block.baseAddress else { return }
                LeastSquaresProducts.addSquare(source, rows: count, columns: order, to: target, stride: order)
            }
        }
    }

    /// Adds the rows that another matrix was made of.
    mutating func add(_ other: GramMatrix) {
        precondition(other.order == order, "rows of \(other.order) and of \(order) elements")
        for index in elements.indices { elements[index] += other.elements[index] }
    }

    /// The sum of products of elements `i` and `j` of the rows.
    subscript(i: Int, j: Int) -> Double { i >= j ? elements[i * order + j] : elements[j * order + i] }

    /// The rows and columns `indices`, in ascending order, both triangles.
    func part(_ indices: [Int]) -> [Double] {
        let count = indices.count
        return [Double](unsafeUninitializedCapacity: count * count) { part, initialized in
            elements.withUnsafeBufferPointer { elements in
                for (row, i) in indices.enumerated() {
                    // In bounds: row, column < count, and indices are below `order`.
                    for column in 0...row {
                        let element = elements[i * order + indices[column]]
                        part[row * count + column] = element
                        part[column * count + row] = element
                    }
                }
            }
            initialized = count * count
        }
    }

    /// The X that solves (G + ridge * diag(G)) X = B for a symmetric matrix G, such as `part` gives: weights of these
    /// elements alone that come closest to given outputs.
    ///
    /// The ridge keeps the solution where rows are few or alike.
    ///
    /// - Parameters:
    ///   - matrix: G, `order` x `order`.
    ///   - right: B, `order` rows of `columns` elements.
    ///   - ridge: above 0.
    /// - Returns: X in the order of B; nil if the matrix is not positive definite.
    static func solution(
        of matrix: [Double], order: Int, _ right: [Double], columns: Int, ridge: Double
    ) -> [Double]? {
        precondition(right.count == order * columns, "\(right.count) elements, expected \(order) x \(columns)")
        guard order > 0, columns > 0 else { return right }
        let diagonal = (0..<order).map { matrix[$0 * order + $0] }
        // Elements that are always zero get a weight of their own accord.
        let least = 1e-9 * max(diagonal.max() ?? 0, .leastNormalMagnitude)
        var factor = matrix
        for index in 0..<order { factor[index * order + index] += ridge * diagonal[index] + least }
        guard let system = DenseSystem(factor, size: order) else { return nil }
        // The system is symmetric: it is solved for rows, which are the columns of B.
        var rows = [Double](repeating: 0, count: right.count)
        for row in 0..<order {
            for column in 0..<columns { rows[column * order + row] = right[row * columns + column] }
        }
        system.solve(&rows)
        var result = right
        for row in 0..<order {
            for column in 0..<columns { result[row * columns + column] = rows[column * order + row] }
        }
        return result.allSatisfy(\.isFinite) ? result : nil
    }
}
