/// The right factor of a gemm: in the order of `PackedWeights`, wherever it lies, or `SparseWeights`.
///
/// Memory that is no object's must stay alive and unchanged while a gemm reads it.
package struct PackedMatrix {
    package let pointer: UnsafePointer<Int16>
    package let n: Int
    package let k: Int
    package let nr: Int
    /// Keeps the memory alive where it is an object's.
    let owner: AlignedBuffer<Int16>?
    /// Where and which blocks there are; nil where there are all.
    let sparse: SparseWeights?

    init(sparse: SparseWeights) {
        pointer = UnsafePointer(sparse.blocks.pointer)
        n = sparse.n
        k = sparse.k
        nr = SparseWeights.nr
        owner = sparse.blocks
        self.sparse = sparse
    }

    init(pointer: UnsafePointer<Int16>, n: Int, k: Int, nr: Int, owner: AlignedBuffer<Int16>?) {
        self.pointer = pointer
        self.n = n
        self.k = k
        self.nr = nr
        self.owner = owner
        sparse = nil
    }

    /// Elements that a packed matrix takes.
    package static func elementCount(n: Int, k: Int, nr: Int) -> Int { (n + nr - 1) / nr * nr * ((k + 1) / 2 * 2) }
}

extension KernelTable {
    /// Packs a row-major k x n matrix, rows `stride` elements apart, into `target`, for this table's gemm.
    ///
    /// - Precondition: `target` has room for `PackedMatrix.elementCount` elements.
    package func pack(
        _ source: UnsafePointer<Int16>, stride: Int, k: Int, n: Int, into target: UnsafeMutablePointer<Int16>
    ) -> PackedMatrix {
        let nr = gemmColumns
        var output = target
        for begin in Swift.stride(from: 0, to: n, by: nr) {
            let columns = min(nr, n - begin)
            for row in Swift.stride(from: 0, to: k, by: 2) {
                let first = source + row * stride + begin
                if row + 1 < k {
                    transpose(
                        input: first, inputStride: stride, rows: 2, columns: columns, output: output, outputStride: 2)
                } else {
                    for column in 0..<columns {
                        output[2 * column] = first[column]
                        output[2 * column + 1] = 0
                    }
                }
                for element in 2 * columns..<2 * nr { output[element] = 0 }
                output += 2 * nr
            }
        }
        return PackedMatrix(pointer: target, n: n, k: k, nr: nr, owner: nil)
    }

    /// Packs the transpose of a row-major n x k matrix, rows `stride` elements apart, into `target`.
    ///
    /// - Precondition: `target` has room for `PackedMatrix.elementCount` elements.
    package func pack(
        transposed source: UnsafePointer<Int16>, stride: Int, k: Int, n: Int, into target: UnsafeMutablePointer<Int16>
    ) -> PackedMatrix {
        let nr = gemmColumns
        let pairs = (k + 1) / 2
        for begin in Swift.stride(from: 0, to: n, by: nr) {
            let columns = min(nr, n - begin)
            let panel = target + begin * pairs * 2
            let rows = source + begin * stride
            var done = 0
            if stride % 2 == 0, UInt(bitPattern: source) % 4 == 0 {
                // Pairs are elements of four bytes, which are only moved; both ends are aligned to them.
                done = k / 2
                transpose(
                    input: UnsafeRawPointer(rows).assumingMemoryBound(to: Float.self), inputStride: stride / 2,
                    rows: columns, columns: done,
                    output: UnsafeMutableRawPointer(panel).assumingMemoryBound(to: Float.self), outputStride: nr)
                for pair in 0..<done { for element in 2 * columns..<2 * nr { panel[2 * nr * pair + element] = 0 } }
            }
            for pair in done..<pairs {
                let place = panel + 2 * nr * pair
                for column in 0..<nr {
                    let row = rows + column * stride
                    let isInside = column < columns
                    place[2 * column] = isInside ? row[2 * pair] : 0
                    place[2 * column + 1] = isInside && 2 * pair + 1 < k ? row[2 * pair + 1] : 0
                }
            }
        }
        return PackedMatrix(pointer: target, n: n, k: k, nr: nr, owner: nil)
    }
}

extension PackedWeights {
    /// For a gemm.
    package var matrix: PackedMatrix { PackedMatrix(pointer: buffer.pointer, n: n, k: k, nr: nr, owner: buffer) }
}
