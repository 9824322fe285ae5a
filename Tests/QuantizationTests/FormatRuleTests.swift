import ModelGraph
import Testing

@testable import Quantization

@Suite struct FormatRuleTests {
    @Test func everyOperatorHasARule() {
        for type in OperatorTable.operators { #expect(FormatRule.table[type.name] != nil, "\(type.name)") }
        #expect(FormatRule.table.count == OperatorTable.operators.count)
    }
}
