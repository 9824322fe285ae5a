import ModelGraph

/// MatMul of an activation with a constant matrix. A product of two activations is not supported yet.
extension MatMul: LayerOperator {
    func arrangement(weights shape: [Int]) throws -> LayerPreparation.Arrangement {
        guard shape.count == 2 else {
            throw InferenceError.unsupported("a constant of shape \(shape); the integer engine needs two axes")
        }
        return .columns(reduction: shape[0], outputs: shape[1])
    }

    func plan(_ node: Node, builder: PlanBuilder) throws {
        try builder.appendMatrix(node, epilogue: epilogue)
    }
}
