import FixedPoint
import Inference
import ModelGraph
import TestSupport
import Testing

struct DivTests {
    static let shapes: [[[Int]]] = [
        [[2, 5, 4, 3], [2, 5, 4, 3]], [[2, 5, 4, 3], [2, 5, 1, 1]], [[2, 5, 1, 1], [2, 5, 4, 3]],
        [[2, 5, 4, 3], [2, 1, 4, 3]], [[2, 5, 4, 3], [2, 1, 1, 1]], [[2, 7], [2, 7]], [[2, 7], [2, 1]],
    ]

    @Test(arguments: shapes)
    func broadcastsMantissas(_ shapes: [[Int]]) throws {
        try expectArithmetic(Div(), shapes[0], shapes[1], { a, b, s, t, e in Float(a) / Float(b) * (s / t / e) })
    }

    @Test(arguments: shapes)
    func broadcastsFloats(_ shapes: [[Int]]) throws {
        try expectFloatArithmetic(Div(), shapes[0], shapes[1], { $0 / $1 })
    }

    @Test func takesAConstantPerChannel() throws {
        try expectConstantArithmetic(Div(), { $0 / $1 })
    }
}
