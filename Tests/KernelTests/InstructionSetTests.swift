import Kernels
import Testing

@Suite struct InstructionSetTests {
    @Test func scalarIsAlwaysSupportedAndFirst() {
        #expect(InstructionSet.supported.first == .scalar)
        #expect(InstructionSet.best == InstructionSet.supported.last)
        #expect(InstructionSet.supported == InstructionSet.supported.sorted())
    }

    @Test(arguments: InstructionSet.supported)
    func forcingASupportedSetSelectsIt(set: InstructionSet) throws {
        #expect(try InstructionSet.selected(forced: set.rawValue) == set)
        #expect(KernelTable.table(for: set).instructionSet == set)
    }

    @Test func unknownNameIsRefusedWithTheNamesThatWork() {
        let error = #expect(throws: KernelError.self) { try InstructionSet.selected(forced: "mmx") }
        #expect(error?.kind == .unknownInstructionSet)
        let names = InstructionSet.supported.map(\.rawValue).joined(separator: ", ")
        #expect(error?.message == "--isa: unknown instruction set \"mmx\"; this machine supports \(names)")
    }

    @Test func environmentForcesASetUnlessTheOptionDoes() throws {
        #expect(try InstructionSet.selected(forced: nil, environment: nil) == .best)
        #expect(try InstructionSet.selected(forced: nil, environment: "") == .best)
        #expect(try InstructionSet.selected(forced: nil, environment: "Scalar") == .scalar)
        #expect(try InstructionSet.selected(forced: InstructionSet.best.rawValue, environment: "scalar") == .best)
        let error = #expect(throws: KernelError.self) {
            try InstructionSet.selected(forced: nil, environment: "sse9")
        }
        #expect(error?.message.hasPrefix("MANTISSA_ISA: unknown instruction set \"sse9\"") == true)
    }

    @Test func unsupportedSetIsRefused() {
        for set in InstructionSet.allCases where !set.isSupported {
            let error = #expect(throws: KernelError.self) { try InstructionSet.selected(forced: set.rawValue) }
            #expect(error?.kind == .unsupportedInstructionSet)
        }
    }

    @Test func everyEntryComesFromTheSetOrASimplerOne() {
        for table in InstructionSet.supported.map(KernelTable.table) {
            // 21 that every set has, and the two of Winograd.
            #expect(table.origins.count == 21 + (table.hasWinograd ? 2 : 0))
            #expect(Set(table.origins.map(\.operation)).count == table.origins.count)
            #expect(table.origins.allSatisfy { $0.instructionSet <= table.instructionSet })
        }
        #expect(KernelTable.table(for: .scalar).origins.allSatisfy { $0.instructionSet == .scalar })
    }
}
