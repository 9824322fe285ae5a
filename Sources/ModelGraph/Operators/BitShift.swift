/// a shifted by b bits, element by element with NumPy's broadcasting; unsigned integers only.
package struct BitShift: Operator {
    package static let name = "BitShift"

    package enum Direction: String, Sendable, Codable, CaseIterable {
        case left = "LEFT"
        case right = "RIGHT"
    }

    package var direction: Direction

    package init(direction: Direction) {
        self.direction = direction
    }
}

extension BitShift: BitwiseOperator {
    package static var bitTypes: [ElementType] { [.uint8, .uint16, .uint32, .uint64] }

    package func combine<T: IntegerElement>(_ a: T, _ b: T) -> T { direction == .left ? a << b : a >> b }
}
