import Inference
import ONNX
import Reference
import Testing

/// An operator is found under its name in each module's table, or stands here with the reason.
@Suite struct OperatorTableTests {
    /// Operators that only passes make; ONNX files have their parts.
    static let madeByPasses = ["Swish": "fused from Sigmoid and Mul; ONNX has it from opset 24, which is not read"]
    /// Operators without an integer kernel.
    static let withoutIntegerKernel: [String: String] = [:]

    static let imported = Set(OperatorReaders.names)
    static let reference = Set(ReferenceTable.kernels.keys)
    static let integer = Set(IntegerOperatorTable.names)

    // That each has a shape rule is a matter for the compiler: Operator demands one.

    @Test func everyImportedOperatorHasAReference() {
        #expect(Self.imported.subtracting(Self.reference).sorted() == [])
    }

    @Test func everyImportedOperatorHasAnIntegerKernelOrAReason() {
        let missing = Self.imported.union(Self.madeByPasses.keys).subtracting(Self.integer)
        #expect(missing.subtracting(Self.withoutIntegerKernel.keys).sorted() == [])
    }

    @Test func nothingIsComputedThatNobodyImports() {
        let known = Self.imported.union(Self.madeByPasses.keys)
        #expect(Self.reference.subtracting(known).sorted() == [])
        #expect(Self.integer.subtracting(known).sorted() == [])
    }

    @Test func noReasonIsLeftOver() {
        #expect(Self.withoutIntegerKernel.keys.filter(Self.integer.contains) == [])
        #expect(Self.madeByPasses.keys.filter(Self.imported.contains) == [])
    }
}
