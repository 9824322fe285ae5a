import ModelGraph
import Testing

@testable import Quantization

@Suite struct FormatRuleTests {
    private func rule(_ op: any Operator, _ inputs: [String] = ["x"], _ initializers: [String: Tensor] = [:])
        -> FormatRule
    {
        let node = Node(name: "n", op: op, inputs: inputs, outputs: ["y"])
        return FormatRule.of(
            node, in: Graph(name: "", inputs: [], outputs: [], nodes: [node], initializers: initializers))
    }

    @Test func theTableSpeaksOfOperatorsThatExist() {
        for name in FormatRule.table.keys { #expect(OperatorTable.type(named: name) != nil, "\(name)") }
    }

    @Test func rulesFollowFromWhatOperatorsAre() {
        #expect(rule(Erf()) == .own)
        #expect(rule(Exp()) == .float)
        #expect(rule(Expand()) == .shares)
        #expect(rule(LayerNormalization()) == .float)
        #expect(rule(Resize()) == .shares)
        #expect(rule(Resize(mode: .linear)) == .float)
    }

    @Test func onlyConstantWeightsMakeALayer() {
        let weights = Tensor(shape: [2, 3], floats: [1, 2, 3, 4, 5, 6])
        #expect(rule(MatMul(), ["x", "w"], ["w": weights]) == .layer)
        #expect(rule(MatMul(), ["x", "z"]) == .product)
        #expect(rule(MatMul(), ["w", "x"], ["w": weights]) == .product)
        #expect(rule(Gemm(transA: true), ["x", "w"], ["w": weights]) == .float)
        let volume = Tensor(shape: [1, 1, 1, 1, 1], floats: [2])
        let conv = Conv(kernelShape: [], strides: [], pads: [], dilations: [])
        #expect(rule(conv, ["x", "w"], ["w": volume]) == .layer)
        #expect(rule(conv, ["x", "w"]) == .float)
    }
}
