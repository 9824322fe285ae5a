import ModelGraph
import Reference
import TestSupport
import Testing

@Suite struct OperatorCaseTests {
    @Test(arguments: OperatorCase.all) func equalsONNXRuntime(_ operatorCase: OperatorCase) throws {
        let results = try operatorCase.op.outputs(
            Arguments(operatorCase.inputs, outputCount: operatorCase.expected.count))
        #expect(results.count >= operatorCase.expected.count)
        for (result, expected) in zip(results, operatorCase.expected) {
            // float32 sums of at most a few hundred products of numbers up to 1.
            let closeness = Closeness(result, expected, rtol: 1e-5, atol: 2e-6)
            #expect(closeness.holds, "\(operatorCase.name): \(closeness)")
        }
    }

    /// Cases that the graph refuses although the reference computes them, with the reason.
    static let refusedByShapeRules: [String: String] = [:]

    @Test(arguments: OperatorCase.all) func shapeRuleForetellsTheOutput(_ operatorCase: OperatorCase) throws {
        let inputs = operatorCase.inputs.enumerated().map { index, tensor in
            tensor.map { tensor in
                // Data are unknown beforehand; shapes, axes, pads and bounds are constants.
                OperatorInput(
                    type: TensorType(tensor.elementType, tensor.shape.map { .fixed($0) }),
                    value: index == 0 && tensor.floats != nil ? nil : tensor)
            }
        }
        if Self.refusedByShapeRules[operatorCase.name] != nil {
            #expect(throws: GraphError.self) { try operatorCase.op.outputTypes(inputs) }
            return
        }
        let types = try operatorCase.op.outputTypes(inputs)
        for (type, expected) in zip(types, operatorCase.expected) {
            #expect(type.fixedShape == expected.shape, "\(operatorCase.name)")
            #expect(type.elementType == expected.elementType, "\(operatorCase.name)")
        }
    }
}
