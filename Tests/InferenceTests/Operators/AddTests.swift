import FixedPoint
import Inference
import ModelGraph
import TestSupport
import Testing

struct AddTests {
    static let shapes: [[[Int]]] = [
        [[2, 5, 4, 3], [2, 5, 4, 3]], [[2, 5, 4, 3], [2, 5, 1, 1]], [[2, 5, 1, 1], [2, 5, 4, 3]],
        [[2, 5, 4, 3], [2, 1, 4, 3]], [[2, 5, 4, 3], [2, 1, 1, 1]], [[2, 7], [2, 7]], [[2, 7], [2, 1]],
    ]

    @Test(arguments: shapes)
    func broadcastsMantissas(_ shapes: [[Int]]) throws {
        try expectArithmetic(Add(), shapes[0], shapes[1], { a, b, s, t, _ in Float(a) * s + Float(b) * t })
    }

    @Test(arguments: shapes)
    func broadcastsFloats(_ shapes: [[Int]]) throws {
        try expectFloatArithmetic(Add(), shapes[0], shapes[1], { $0 + $1 })
    }

    @Test func takesAConstantPerChannel() throws {
        try expectConstantArithmetic(Add(), { $0 + $1 })
    }
}
