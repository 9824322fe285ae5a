/// Each batch entry's first elements in reverse: inputs input, sequence_lens.
package struct ReverseSequence: Operator {
    package static let name = "ReverseSequence"

    package var batchAxis: Int
    package var timeAxis: Int

    package init(batchAxis: Int = 1, timeAxis: Int = 0) {
        self.batchAxis = batchAxis
        self.timeAxis = timeAxis
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let x = try OperatorInputs(inputs, names: ["input", "sequence_lens"], required: 2)(0).type
        guard Set([batchAxis, timeAxis]) == [0, 1], x.shape.count >= 2 else {
            throw GraphError.invalid("batch_axis \(batchAxis), time_axis \(timeAxis) for shape \(x.shape)")
        }
        return [x]
    }
}

extension ReverseSequence {
    package static var nativeFloats: [ElementType] { ElementType.floats }
    package var movesElements: Bool { true }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let x = try arguments.required(0, "input")
        let lengths = try arguments.integers(1, "sequence_lens")
        guard x.shape.count >= 2, Set([batchAxis, timeAxis]) == [0, 1], lengths.count == x.shape[batchAxis],
            lengths.allSatisfy({ (0...x.shape[timeAxis]).contains($0) })
        else { throw GraphError.invalid("sequence_lens \(lengths) for an input of shape \(x.shape)") }
        let inner = x.shape[2...].reduce(1, *)
        let strides = Positions.strides(x.shape)
        let offsets = (0..<x.count).map { index in
            let (batch, time) = (
                index / strides[batchAxis] % x.shape[batchAxis], index / strides[timeAxis] % x.shape[timeAxis]
            )
            let source = time < lengths[batch] ? lengths[batch] - 1 - time : time
            return batch * strides[batchAxis] + source * strides[timeAxis] + index % inner
        }
        return [try x.picking(offsets, shape: x.shape)]
    }
}
