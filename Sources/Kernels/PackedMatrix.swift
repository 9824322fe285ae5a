/// The right factor of a gemm in the order of `PackedWeights`, wherever it lies.
///
/// Memory that is no object's must stay alive and unchanged while a gemm reads it.
package struct PackedMatrix {
    package let pointer: UnsafePointer<Int16>
    package let n: Int
    package let k: Int
    package let nr: Int
    /// Keeps the memory alive where it is an object's.
    let owner: AlignedBuffer<Int16>?

    init(pointer: UnsafePointer<Int16>, n: Int, k: Int, nr: Int, owner: AlignedBuffer<Int16>?) {
        self.pointer = pointer
        self.n = n
        self.k = k
        self.nr = nr
        self.owner = owner
    }

    /// Elements that a packed matrix takes.
    package static func elementCount(n: Int, k: Int, nr: Int) -> Int { (n + nr - 1) / nr * nr * ((k + 1) / 2 * 2) }

    /// Packs a row-major k x n matrix, rows `stride` elements apart, into `target`.
    ///
    /// - Precondition: `target` has room for `elementCount` elements.
    package static func pack(
        _ source: UnsafePointer<Int16>, stride: Int, k: Int, n: Int, nr: Int, into target: UnsafeMutablePointer<Int16>
    ) -> PackedMatrix {
        var output = target
        for begin in Swift.stride(from: 0, to: n, by: nr) {
            let columns = min(nr, n - begin)
            for row in Swift.stride(from: 0, to: k, by: 2) {
                let first = source + row * stride + begin
                if row + 1 < k {
                    let second = first + stride
                    for column in 0..<columns {
                        output[2 * column] = first[column]
                        output[2 * column + 1] = second[column]
                    }
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
    /// - Precondition: `target` has room for `elementCount` elements.
    package static func pack(
        transposed source: UnsafePointer<Int16>, stride: Int, k: Int, n: Int, nr: Int,
        into target: UnsafeMutablePointer<Int16>
    ) -> PackedMatrix {
        let pairs = (k + 1) / 2
        for begin in Swift.stride(from: 0, to: n, by: nr) {
            let panel = target + begin * pairs * 2
            for column in 0..<nr {
                let row = source + (begin + column) * stride
                let isInside = begin + column < n
                var place = panel + 2 * column
                for pair in 0..<pairs {
                    place[0] = isInside ? row[2 * pair] : 0
                    place[1] = isInside && 2 * pair + 1 < k ? row[2 * pair + 1] : 0
                    place += 2 * nr
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
