import ModelGraph

/// Shape arithmetic: what integer operators answer when their operands are constants.
enum IntegerConstant {
    /// The constant integers of an input, nil if it is none.
    static func values(_ inputs: [OperatorInput?], _ index: Int) -> [Int]? {
        guard index < inputs.count, let tensor = inputs[index]?.value else { return nil }
        return tensor.integers
    }

    /// An int64 tensor of the inferred shape, if the element type is an integer and the count fits.
    static func tensor(_ values: [Int], _ type: TensorType) -> Tensor? {
        guard let shape = type.fixedShape, shape.reduce(1, *) == values.count else { return nil }
        return Tensor(shape: shape, int64s: values.map { Int64($0) })
    }

    /// An elementwise operation of two constants of one size, or of which one is a scalar.
    static func folded(
        _ inputs: [OperatorInput?], output: TensorType, _ operation: (Int, Int) -> (partialValue: Int, overflow: Bool)
    ) throws(InferenceError) -> Tensor? {
        guard let a = values(inputs, 0), let b = values(inputs, 1), a.count == b.count || a.count == 1 || b.count == 1
        else { return nil }
        var result: [Int] = []
        for index in 0..<max(a.count, b.count) {
            let (value, overflow) = operation(a[a.count == 1 ? 0 : index], b[b.count == 1 ? 0 : index])
            guard !overflow else { throw .invalid("shape arithmetic overflows") }
            result.append(value)
        }
        return tensor(result, output)
    }
}
