import ModelGraph

/// BatchNormalization that no convolution took in: one multiplication and addition per channel.
extension BatchNormalization: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        let parameters = try (1...4).map { index -> [Float] in
            guard let floats = try builder.constant(node, index)?.floats else {
                throw InferenceError.unsupported("input \(index) must be a constant of F32")
            }
            return floats
        }
        let channels = try builder.shape(node.inputs[0]).dropFirst().first ?? 1
        guard parameters.allSatisfy({ $0.count == channels }) else {
            throw InferenceError.invalid("parameters of \(parameters.map(\.count)) elements for \(channels) channels")
        }
        // Square root and division as IEEE defines them: the same on every machine.
        let factors = (0..<channels).map { parameters[0][$0] / (parameters[3][$0] + epsilon).squareRoot() }
        let addends = (0..<channels).map { parameters[1][$0] - parameters[2][$0] * factors[$0] }
        try builder.appendAffine(node, input: 0, factors: factors, addends: addends, epilogue: .none)
    }
}
