import FixedPoint
import Inference
import Kernels
import ModelGraph
import TestSupport
import Testing

struct HardSigmoidTests {
    @Test func equalsTheDefinitionForEveryMantissa() throws {
        try expectActivation(HardSigmoid(alpha: 0.25, beta: 0.4), -15) { x in max(0, min(1, 0.25 * x + 0.4)) }
    }

    @Test func computesFloat32() throws {
        try expectFloatActivation(HardSigmoid(alpha: 0.25, beta: 0.4)) { x in max(0, min(1, 0.25 * x + 0.4)) }
    }
}
