import FixedPoint
import Inference
import Kernels
import ModelGraph
import TestSupport
import Testing

struct LeakyReluTests {
    @Test func equalsTheDefinitionForEveryMantissa() throws {
        try expectActivation(LeakyRelu(alpha: 0.1), -12) { x in x < 0 ? 0.1 * x : x }
    }

    @Test func computesFloat32() throws {
        try expectFloatActivation(LeakyRelu(alpha: 0.1)) { x in x < 0 ? 0.1 * x : x }
    }
}
