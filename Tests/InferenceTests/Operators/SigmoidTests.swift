import FixedPoint
import Inference
import Kernels
import ModelGraph
import TestSupport
import Testing

struct SigmoidTests {
    @Test func equalsTheDefinitionForEveryMantissa() throws {
        try expectActivation(Sigmoid(), -15) { x in DeterministicMath.sigmoid(x) }
    }

    @Test func computesFloat32() throws {
        try expectFloatActivation(Sigmoid()) { x in DeterministicMath.sigmoid(x) }
    }
}
