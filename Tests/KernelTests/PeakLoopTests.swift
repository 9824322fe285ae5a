import Kernels
import Testing

/// What the loops reach is the machine's; that they are there, and which, can be told.
@Suite struct PeakLoopTests {
    @Test(arguments: InstructionSet.supported) func everySetHasLoopsOfItsOwnOrOfASimplerOne(set: InstructionSet) {
        for loop in [PeakLoop.float32(set), PeakLoop.int16(set)] {
            #expect(loop.instructionSet <= set)
            #expect(!loop.instructions.isEmpty)
            #expect(loop.macsPerIteration > 0)
            loop.run(iterations: 0)
            loop.run(iterations: 1000)
        }
        #expect(PeakLoop.int16(set).instructionSet == set)
    }

    @Test func vnniIsMeasuredWithItsOwnInstruction() {
        guard InstructionSet.avx512vnni.isSupported else { return }
        #expect(PeakLoop.int16(.avx512vnni).instructions == "vpdpwssd zmm")
        #expect(PeakLoop.float32(.avx512vnni).instructionSet == .avx512)
    }

    @Test func wordsAreSummed() {
        for count in [0, 1, 2, 7, 64, 1001] {
            let words = (0..<count).map { UInt64.max - UInt64($0) * 977 }
            #expect(words.withUnsafeBufferPointer(sumOfWords) == words.reduce(0, &+))
        }
    }
}
