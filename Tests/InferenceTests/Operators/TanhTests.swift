import FixedPoint
import Inference
import Kernels
import ModelGraph
import TestSupport
import Testing

struct TanhTests {
    @Test func equalsTheDefinitionForEveryMantissa() throws {
        try expectActivation(Tanh(), -15) { x in DeterministicMath.tanh(x) }
    }

    @Test func computesFloat32() throws {
        try expectFloatActivation(Tanh()) { x in DeterministicMath.tanh(x) }
    }
}
