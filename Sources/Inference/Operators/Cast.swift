import ModelGraph

/// Cast of constants, and of float32 to itself.
extension Cast: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        guard to == .float32 else {
            throw InferenceError.unsupported("a cast of activations to \(to.rawValue)")
        }
        try builder.appendReshape(node)
    }

    func folded(_ inputs: [OperatorInput?], output: TensorType) throws -> Tensor? {
        guard let tensor = inputs.first??.value else { return nil }
        switch to {
        case .int64, .int32:
            if let integers = tensor.integers { return IntegerConstant.tensor(integers, output) }
            guard let floats = tensor.floats else { return nil }
            // Truncation toward zero; numbers that no Int64 holds are left alone.
            let integers = floats.compactMap { Int(exactly: $0.rounded(.towardZero)) }
            return integers.count == floats.count ? IntegerConstant.tensor(integers, output) : nil
        case .float32:
            if tensor.floats != nil { return tensor }
            return tensor.integers.map { Tensor(shape: tensor.shape, floats: $0.map { Float($0) }) }
        default: return nil
        }
    }
}
