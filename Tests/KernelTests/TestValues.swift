import Kernels
import TestSupport

/// What a buffer holds where no kernel may write.
let untouched: Int16 = 0x5A5A

/// The tables of this machine: every test of a kernel runs on each.
let tables: [KernelTable] = InstructionSet.supported.map { KernelTable.table(for: $0) }

/// An INT16 result with the saturations that were counted.
struct Counted: Equatable {
    var values: [Int16]
    var saturations: Int
}

extension SeededGenerator {
    /// Mantissas within ±limit; every eighth is an extreme or zero.
    mutating func mantissas(_ count: Int, limit: Int16 = 32767) -> [Int16] {
        (0..<count).map { _ in
            switch Int.random(in: 0..<24, using: &self) {
            case 0: limit
            case 1: -limit
            case 2: 0
            default: Int16.random(in: -limit...limit, using: &self)
            }
        }
    }
}

extension [Int16] {
    /// Sets so many of the blocks of row-major [n][k] weights to zero.
    mutating func clearBlocks(n: Int, k: Int, share: Double, using random: inout SeededGenerator) {
        for column in stride(from: 0, to: n, by: WeightBlock.outputs) {
            for element in stride(from: 0, to: k, by: WeightBlock.elements)
            where Double.random(in: 0..<1, using: &random) < share {
                for c in column..<Swift.min(n, column + WeightBlock.outputs) {
                    for r in element..<Swift.min(k, element + WeightBlock.elements) { self[c * k + r] = 0 }
                }
            }
        }
    }
}

/// The bits of floats, so that -0 differs from 0 and NaN equals itself.
func bits(_ values: [Float]) -> [UInt32] { values.map(\.bitPattern) }

/// The first index at which two arrays differ, for messages.
func firstDifference<T: Equatable>(_ left: [T], _ right: [T]) -> String {
    guard left.count == right.count else { return "counts \(left.count) and \(right.count)" }
    guard let index = left.indices.first(where: { left[$0] != right[$0] }) else { return "equal" }
    return "index \(index): \(left[index]) instead of \(right[index])"
}

/// A window with output sizes by the floor rule.
func window(
    _ input: (Int, Int), _ kernel: (Int, Int), strides: (Int, Int) = (1, 1), dilations: (Int, Int) = (1, 1),
    pads: (Int, Int, Int, Int) = (0, 0, 0, 0)
) -> Window {
    let height = (input.0 + pads.0 + pads.2 - dilations.0 * (kernel.0 - 1) - 1) / strides.0 + 1
    let width = (input.1 + pads.1 + pads.3 - dilations.1 * (kernel.1 - 1) - 1) / strides.1 + 1
    return Window(
        input: (input.0, input.1), kernel: (kernel.0, kernel.1), strides: (strides.0, strides.1),
        dilations: (dilations.0, dilations.1), pads: (pads.0, pads.1, pads.2, pads.3), output: (height, width))
}
