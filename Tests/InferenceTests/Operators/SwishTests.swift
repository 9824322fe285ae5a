import FixedPoint
import Inference
import Kernels
import ModelGraph
import TestSupport
import Testing

struct SwishTests {
    @Test func equalsTheDefinitionForEveryMantissa() throws {
        try expectActivation(Swish(alpha: 1.5), -12) { x in x * DeterministicMath.sigmoid(1.5 * x) }
    }

    @Test func computesFloat32() throws {
        try expectFloatActivation(Swish(alpha: 1.5)) { x in x * DeterministicMath.sigmoid(1.5 * x) }
    }
}
