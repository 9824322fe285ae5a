import Inference
import ModelGraph
import ONNX
import Testing

/// An operator is found under its name in each module's table, or stands here with the reason.
@Suite struct OperatorTableTests {
    /// Operators that only passes make; ONNX files have their parts.
    static let madeByPasses = [
        "InsertZeros": "the first half of a ConvTranspose; the other is a Conv",
        "ScaledDotProductAttention": "the chain of products around a Softmax",
    ]

    static let imported = Set(OperatorReaders.names)
    static let defined = Set(OperatorTable.operators.map { $0.name })
    static let integer = Set(IntegerOperatorTable.names)

    // That each has a shape rule and a value is a matter for the compiler: Operator demands both. What has no steps of its
    // own in the integer engine is computed there as it is defined.

    @Test func everyImportedOperatorIsDefined() {
        #expect(Self.imported.subtracting(Self.defined).sorted() == [])
        #expect(Self.defined.count == OperatorTable.operators.count, "a name is given twice")
    }

    @Test func nothingIsComputedThatNobodyImports() {
        let known = Self.imported.union(Self.madeByPasses.keys)
        #expect(Self.defined.subtracting(known).sorted() == [])
        #expect(Self.integer.subtracting(known).sorted() == [])
    }

    @Test func noReasonIsLeftOver() {
        #expect(Self.madeByPasses.keys.filter(Self.imported.contains) == [])
    }
}
