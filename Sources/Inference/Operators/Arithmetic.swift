import FixedPoint
import Kernels
import ModelGraph

/// What Add, Sub, Mul and Div share.
extension PlanBuilder {
    /// Appends an elementwise operation of two operands with broadcasting: INT16 where both operands and the result
    /// have number formats, float32 otherwise.
    func appendArithmetic(
        _ node: Node, _ operation: FloatElementwiseStep.Operation, epilogue: Epilogue = .none
    ) throws {
        guard !epilogue.addsResidual else {
            throw InferenceError.unsupported("an epilogue that adds a third operand")
        }
        if try appendWithConstant(node, operation, epilogue) { return }
        let shape = try shape(node.outputs[0])
        let layout: Layout =
            shape.count >= 3
                && (0..<2).contains { index in
                    stored(node, index).map { $0.layout == .channelsLast && $0.shape.count == shape.count } ?? false
                } ? .channelsLast : .rowMajor
        let format = outputFormat(node)
        let isInteger = format != nil && isInt16(node, 0) && isInt16(node, 1)
        let a = try broadcastOperand(node, 0, rank: shape.count, layout, isFloat: !isInteger)
        let b = try broadcastOperand(node, 1, rank: shape.count, layout, isFloat: !isInteger)
        let order = StoredValue.physicalAxes(rank: shape.count, layout: layout)
        let loops = try Broadcast(
            shape: order.map { shape[$0] }, a: order.map { a.shape[$0] }, b: order.map { b.shape[$0] })
        let output = elementwiseOutput(shape, layout, isInteger ? format : nil, a, b)
        let step: any PlanStep
        if let format, isInteger, let aFormat = a.format, let bFormat = b.format {
            step = ElementwiseStep(
                function: try Self.scaled(operation, aFormat, bFormat, format), a: a.buffer, b: b.buffer,
                loops: loops, limits: try format.limits(lower: epilogue.minimum, upper: epilogue.maximum),
                output: output.buffer)
        } else {
            step = FloatElementwiseStep(
                operation: operation, a: a.buffer, b: b.buffer, loops: loops, lower: epilogue.minimum ?? -.infinity,
                upper: epilogue.maximum ?? .infinity, output: output.buffer)
        }
        append(step, reads: [a.buffer, b.buffer], writes: [output.buffer])
        try finish(node, output)
    }

    private static func scaled(
        _ operation: FloatElementwiseStep.Operation, _ a: DFPFormat, _ b: DFPFormat, _ output: DFPFormat
    ) throws(InferenceError) -> ElementwiseOperation {
        switch operation {
        case .add:
            .add(
                aScale: try powerOfTwo(a.exponent - output.exponent),
                bScale: try powerOfTwo(b.exponent - output.exponent))
        case .sub:
            .sub(
                aScale: try powerOfTwo(a.exponent - output.exponent),
                bScale: try powerOfTwo(b.exponent - output.exponent))
        case .mul: .mul(scale: try powerOfTwo(a.exponent + b.exponent - output.exponent))
        case .div: .div(scale: try powerOfTwo(a.exponent - b.exponent - output.exponent))
        }
    }

    /// The memory of an operand of the result's shape that nobody reads afterwards, unless the other operand lies there
    /// too and repeats.
    private func elementwiseOutput(
        _ shape: [Int], _ layout: Layout, _ format: DFPFormat?, _ a: StoredValue, _ b: StoredValue
    ) -> StoredValue {
        let candidates = [(a, b), (b, a)].filter { operand, other in
            operand.shape == shape && (other.buffer != operand.buffer || other.shape == shape)
        }
        for (operand, _) in candidates {
            let value = newValue(inPlaceOf: operand, format: format)
            if value.buffer == operand.buffer { return value }
        }
        return newValue(shape: shape, layout: layout, format: format)
    }

    /// An operand with axes of extent 1 in front until it has `rank` axes.
    private func broadcastOperand(_ node: Node, _ index: Int, rank: Int, _ layout: Layout, isFloat: Bool) throws
        -> StoredValue
    {
        let own = try shape(node.inputs[index])
        let first: Layout = own.count == rank ? layout : .rowMajor
        var value = isFloat ? try float32(node, index, layout: first) : try int16(node, index, layout: first).value
        if own.count < rank {
            value.shape = [Int](repeating: 1, count: rank - own.count) + own
            value = try converted(value, to: layout)
        }
        return value
    }

    /// One operand a constant per channel or for all: one multiplication and addition, more exact than a constant of 16
    /// bits.
    private func appendWithConstant(
        _ node: Node, _ operation: FloatElementwiseStep.Operation, _ epilogue: Epilogue
    ) throws -> Bool {
        let shape = try shape(node.outputs[0])
        // A constant of the model, not one that a batch of 1 happens to make: the bits must not depend on the batch.
        guard
            let index = (0..<2).first(where: {
                model.graph.initializers[node.inputs[$0]] != nil && !isConstant(node, 1 - $0)
            }),
            let tensor = try constant(node, index), let values = tensor.floats, !values.isEmpty,
            try self.shape(node.inputs[1 - index]) == shape
        else { return false }
        let padded = [Int](repeating: 1, count: max(0, shape.count - tensor.shape.count)) + tensor.shape
        let isPerChannel = padded.indices.allSatisfy { padded[$0] == 1 || ($0 == 1 && padded[1] == shape[1]) }
        guard values.count == 1 || isPerChannel else { return false }
        let ones = [Float](repeating: 1, count: values.count), zeros = [Float](repeating: 0, count: values.count)
        switch (operation, index) {
        case (.add, _): try appendAffine(node, input: 1 - index, factors: ones, addends: values, epilogue: epilogue)
        case (.mul, _): try appendAffine(node, input: 1 - index, factors: values, addends: zeros, epilogue: epilogue)
        case (.sub, 1):
            try appendAffine(node, input: 0, factors: ones, addends: values.map { -$0 }, epilogue: epilogue)
        case (.sub, _):
            try appendAffine(node, input: 1, factors: ones.map { -$0 }, addends: values, epilogue: epilogue)
        case (.div, 1):
            try appendAffine(node, input: 0, factors: values.map { 1 / $0 }, addends: zeros, epilogue: epilogue)
        case (.div, _): return false
        }
        return true
    }
}
