extension Graph {
    /// Whether the operators themselves show that a sample's outputs follow from that sample's inputs alone, whatever else is
    /// in its batch. False says that it was not shown, not that it is not so: operators that the list below lacks, and shapes
    /// that are computed from the number of samples, are not looked into.
    ///
    /// Samples are counted by the first axis of every input, a symbol that no other axis has. Values that no sample leads to
    /// are constants of the model.
    ///
    /// - Parameter types: of every value, by `inferTypes`.
    package func hasIndependentSamples(types: [String: TensorType]) -> Bool {
        guard let batch = inputs.first?.type.shape.first, batch.fixed == nil else { return false }
        func countsSamples(_ shape: [Dimension]?) -> Bool {
            shape?.first == batch && shape?.dropFirst().contains(batch) == false
        }
        guard inputs.allSatisfy({ countsSamples(types[$0.name]?.shape) }) else { return false }
        var samples = Set(inputs.map(\.name))
        for node in nodes where node.inputs.contains(where: samples.contains) {
            let operands = node.inputs.map {
                SampleOperand(shape: types[$0]?.shape ?? [], isSamples: samples.contains($0))
            }
            for (position, output) in node.outputs.enumerated() where !output.isEmpty {
                guard let shape = types[output]?.shape, countsSamples(shape),
                    node.op.keepsSamples(operands, result: shape, position: position)
                else { return false }
                samples.insert(output)
            }
        }
        return outputs.allSatisfy { samples.contains($0.name) }
    }
}

/// What an operator reads, seen from the samples.
private struct SampleOperand {
    var shape: [Dimension]
    /// Whether row r of it belongs to sample r; else it is the same for all samples.
    var isSamples: Bool

    /// Whether broadcasting to a result of this rank, from the last axis on, puts samples beside samples, and beside every
    /// sample the same of what is none.
    func isAligned(rank: Int) -> Bool {
        isSamples ? shape.count == rank : shape.count < rank || shape.first == .fixed(1)
    }

    /// Elements of one sample, nil if their number is not known.
    static func elements(_ shape: [Dimension]) -> Int? {
        let extents = shape.dropFirst().compactMap(\.fixed)
        return extents.count == shape.count - 1 ? try? ShapeLimits.count(extents) : nil
    }
}

extension Operator {
    /// Whether row r of a result follows from row r of the operands that are samples, of which there is one at least.
    ///
    /// - Parameters:
    ///   - result: its shape; the first axis counts the samples.
    ///   - position: which of the outputs it is.
    fileprivate func keepsSamples(_ operands: [SampleOperand], result: [Dimension], position: Int) -> Bool {
        func areAligned(_ operands: some Sequence<SampleOperand>) -> Bool {
            operands.allSatisfy { $0.isAligned(rank: result.count) }
        }
        func isFirst(of operands: some Collection<SampleOperand>) -> Bool {
            operands.first?.isSamples == true && !operands.dropFirst().contains(where: \.isSamples)
        }
        func isNotBatch(_ axis: Int, rank: Int) -> Bool { axis != 0 && axis != -rank }

        switch self {
        case is any UnaryOperator, is any NumericUnaryOperator, is any BinaryOperator, is Clip, is Cast, is Identity:
            return areAligned(operands)
        case is Conv:
            // The first axis counts samples by definition; what follows the weights is added.
            return isFirst(of: operands.prefix(2)) && areAligned(operands.dropFirst(2))
        case let op as Gemm:
            return isFirst(of: operands.prefix(2)) && !op.transA && areAligned(operands.dropFirst(2))
        case is MatMul:
            // The rows of a single matrix are the samples; above several stand axes that are matched.
            let isSingle = result.count == 2
            return isSingle
                ? isFirst(of: operands.prefix(2)) && areAligned(operands.dropFirst(2)) : areAligned(operands)
        case is ScaledDotProductAttention: return result.count > 2 && areAligned(operands)
        case is AveragePool, is GlobalAveragePool, is GlobalMaxPool, is BatchNormalization, is InstanceNormalization,
            is GroupNormalization, is LRN:
            return isFirst(of: operands)
        // The second output counts elements of the whole batch.
        case is MaxPool: return position == 0
        case is Reshape, is Flatten, is Squeeze, is Unsqueeze:
            // The same elements in the same order, and as many of each sample.
            guard isFirst(of: operands), let elements = SampleOperand.elements(result) else { return false }
            return elements == SampleOperand.elements(operands[0].shape)
        case let op as Transpose: return op.perm.first == 0
        case let op as Concat: return operands.allSatisfy(\.isSamples) && isNotBatch(op.axis, rank: result.count)
        case let op as Split: return isFirst(of: operands) && isNotBatch(op.axis, rank: result.count)
        case let op as Gather: return isFirst(of: operands) && isNotBatch(op.axis, rank: operands[0].shape.count)
        case let op as Softmax: return isNotBatch(op.axis, rank: result.count)
        case let op as LogSoftmax: return isNotBatch(op.axis, rank: result.count)
        case let op as LayerNormalization:
            return isFirst(of: operands) && areAligned(operands.dropFirst()) && isNotBatch(op.axis, rank: result.count)
        default: return false
        }
    }
}
