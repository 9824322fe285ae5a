import FixedPoint
import Inference
import Kernels
import ModelGraph
import TestSupport
import Testing

struct ReluTests {
    @Test func equalsTheDefinitionForEveryMantissa() throws {
        try expectActivation(Relu(), -12) { x in max(x, 0) }
    }

    @Test func computesFloat32() throws {
        try expectFloatActivation(Relu()) { x in max(x, 0) }
    }
}
