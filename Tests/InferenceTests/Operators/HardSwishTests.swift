import FixedPoint
import Inference
import Kernels
import ModelGraph
import TestSupport
import Testing

struct HardSwishTests {
    @Test func equalsTheDefinitionForEveryMantissa() throws {
        try expectActivation(HardSwish(), -12) { x in x * max(0, min(1, x * (1 / 6) + 0.5)) }
    }

    @Test func computesFloat32() throws {
        try expectFloatActivation(HardSwish()) { x in x * max(0, min(1, x * (1 / 6) + 0.5)) }
    }
}
