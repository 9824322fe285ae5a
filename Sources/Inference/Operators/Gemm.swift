import Kernels
import ModelGraph

/// Gemm with constant weights; alpha and beta must have been folded into them.
extension Gemm: LayerOperator {
    func arrangement(weights shape: [Int]) throws -> LayerPreparation.Arrangement {
        guard shape.count == 2 else { throw InferenceError.invalid("weights of shape \(shape), expected two axes") }
        return transB
            ? .rows(outputs: shape[0], reduction: shape[1]) : .columns(reduction: shape[0], outputs: shape[1])
    }

    func plan(_ node: Node, builder: PlanBuilder) throws {
        guard builder.model.isLayer(node) else { return try builder.appendPortable(node) }
        guard !transA else { throw InferenceError.unsupported("transA = 1 is not supported with integer weights") }
        guard alpha == 1, beta == 1 || node.biasName(epilogue) == nil else {
            throw InferenceError.unsupported("alpha \(alpha) and beta \(beta); fold them into weights and bias")
        }
        try builder.appendMatrix(node, epilogue: epilogue)
    }
}

extension PlanBuilder {
    /// The steps of a product of a row-major matrix with a layer's weights: Gemm and MatMul.
    func appendMatrix(_ node: Node, epilogue: Epilogue) throws {
        let layer = try model.layer(node)
        guard case .gemm(let matrices) = layer.weights else { throw InferenceError.invalid("depthwise weights") }
        let shape = try shape(node.outputs[0])
        let (input, _) = try int16(node, 0, layout: .rowMajor)
        guard input.shape.last == matrices[0].k, shape.last == matrices[0].n,
            input.count / max(matrices[0].k, 1) * matrices[0].n == shape.reduce(1, *)
        else {
            throw InferenceError.invalid(
                "an input of shape \(input.shape) for weights of \(matrices[0].k) x \(matrices[0].n)")
        }
        var residual: StoredValue?
        if epilogue.addsResidual {
            let value = try int16(node, node.inputs.count - 1, layout: .rowMajor).value
            guard value.shape == shape else {
                throw InferenceError.invalid("a residual of shape \(value.shape) for an output of shape \(shape)")
            }
            residual = value
        }
        let output = newValue(
            shape: shape, layout: .rowMajor, format: layer.outputFormat, replacing: residual, besides: input)
        append(
            MatrixStep(
                layer: layer, matrices: matrices, input: input.buffer, inputChannels: matrices[0].k, window: nil,
                samples: 1, rows: input.count / matrices[0].k, residual: residual?.buffer, output: output.buffer),
            reads: [input.buffer] + (residual.map { [$0.buffer] } ?? []), writes: [output.buffer])
        try finish(node, output)
    }
}
