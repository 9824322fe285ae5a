import FixedPoint
import Kernels
import ModelGraph

/// MatMul: of an activation with constant weights as a layer, of two activations as integer products.
extension MatMul: LayerOperator {
    func arrangement(weights shape: [Int]) throws -> LayerPreparation.Arrangement {
        guard shape.count == 2 else {
            throw InferenceError.unsupported("a constant of shape \(shape); the integer engine needs two axes")
        }
        return .columns(reduction: shape[0], outputs: shape[1])
    }

    func plan(_ node: Node, builder: PlanBuilder) throws {
        if builder.model.isLayer(node) {
            try builder.appendMatrix(node, epilogue: epilogue)
        } else if node.inputs.count == 2, epilogue == .none, builder.isFactor(node, 0), builder.isFactor(node, 1) {
            try builder.appendProduct(node)
        } else {
            try builder.appendPortable(node)
        }
    }
}

extension PlanBuilder {
    /// Whether an input of a product is INT16, or a constant that becomes it.
    fileprivate func isFactor(_ node: Node, _ index: Int) -> Bool {
        isInt16(node, index) && (type(of: node.inputs[index])?.shape.count ?? 0) >= 2
    }

    /// A factor of a product and the largest magnitude of its mantissas.
    private func factor(_ node: Node, _ index: Int) throws -> (value: StoredValue, format: DFPFormat, largest: Int) {
        if let floats = constants[node.inputs[index]]?.floats {
            let format = ConstantFormat.fitting(floats, bits: 14)
            let mantissas = try ConstantFormat.mantissas(floats, format)
            let value = StoredValue(
                shape: try shape(node.inputs[index]), layout: .rowMajor, format: format, buffer: newConstant(mantissas))
            return (value, format, mantissas.reduce(1) { max($0, Int($1.magnitude)) })
        }
        let (value, format) = try int16(node, index, layout: .rowMajor)
        return (value, format, format.largestMagnitude)
    }

    /// The longest exact sum of a product's reduction.
    private func exactLength(_ node: Node, _ a: Int, _ b: Int, inner: Int, format: DFPFormat) -> Int {
        let areProbabilities = SoftmaxRows.areRead(by: node, in: model.graph) && format.minimum >= 0
        if areProbabilities, ExactSums.holdProbabilities(inner, exponent: format.exponent, largest: b) { return inner }
        return ExactSums.length(inner, product: a * b)
    }

    fileprivate func appendProduct(_ node: Node) throws {
        let shape = try shape(node.outputs[0])
        let a = try factor(node, 0), b = try factor(node, 1)
        let (aShape, bShape) = (a.value.shape, b.value.shape)
        let rows = aShape[aShape.count - 2], inner = aShape[aShape.count - 1], columns = bShape[bShape.count - 1]
        guard inner == bShape[bShape.count - 2], inner > 0, columns > 0 else {
            throw InferenceError.invalid("factors of shapes \(aShape) and \(bShape)")
        }
        let batch = Array(shape.dropLast(2))
        let places = batch.map { Array(0..<$0) }
        let offsets = { (own: [Int], size: Int) in
            try Positions.offsets(
                positions: places, strides: ModelGraph.Broadcast.strides(Array(own.dropLast(2)), to: batch)
            ).map { $0 * size }
        }
        let format = outputFormat(node)
        let scale = try resultScale(a.format.exponent + b.format.exponent - (format?.exponent ?? 0))
        let nr = model.kernels.gemmColumns
        let padded = (columns + nr - 1) / nr * nr
        let output = newValue(shape: shape, layout: .rowMajor, format: format)
        let chunk = exactLength(node, a.largest, b.largest, inner: inner, format: a.format)
        append(
            ProductStep(
                a: a.value.buffer, b: b.value.buffer, aOffsets: try offsets(aShape, rows * inner),
                bOffsets: try offsets(bShape, inner * columns), rows: rows, inner: inner, columns: columns,
                chunk: chunk, nr: nr,
                bias: newConstant([Int32](repeating: 0, count: padded)),
                scale: newConstant([Float](repeating: scale, count: padded)),
                limits: try format?.limits() ?? OutputLimits(),
                largest: OutputEpilogue.largest(sums: (inner - 1) / chunk + 1, scale: scale), isFloat: format == nil,
                output: output.buffer),
            reads: [a.value.buffer, b.value.buffer], writes: [output.buffer])
        try finish(node, output)
    }
}
