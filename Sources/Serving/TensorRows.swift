import Inference
import ModelGraph

/// Tensors cut along their first axis, and put together again.
extension Tensor {
    /// Elements `range` of the first axis. The tensor has one, and the range lies within it.
    func rows(_ range: Range<Int>) -> Tensor {
        let size = shape.dropFirst().reduce(1, *)
        func cut<Values: ElementArray>(_ array: Values) -> Tensor.Elements {
            Values.Value.elements(Array(array.values[range.lowerBound * size..<range.upperBound * size]))
        }
        return Tensor(shape: [range.count] + shape.dropFirst(), elements: cut(elements.array))
    }

    /// One behind the other along the first axis. All have the same type and the same shape but for that axis.
    static func concatenated(_ tensors: [Tensor]) -> Tensor {
        guard let first = tensors.first, tensors.count > 1 else {
            return tensors.first ?? Tensor(shape: [0], floats: [])
        }
        func joined<Values: ElementArray>(_ array: Values) -> Tensor.Elements {
            var values: [Values.Value] = []
            values.reserveCapacity(tensors.reduce(0) { $0 + $1.count })
            for tensor in tensors { values += Values.Value.values(tensor.elements) ?? [] }
            return Values.Value.elements(values)
        }
        return Tensor(
            shape: [tensors.reduce(0) { $0 + ($1.shape.first ?? 0) }] + first.shape.dropFirst(),
            elements: joined(first.elements.array))
    }
}

extension InferenceInput {
    /// As `Tensor.concatenated`; all are of the same case (`ModelInput.key`), and pixels have the same tables.
    static func concatenated(_ inputs: [InferenceInput]) -> InferenceInput? {
        guard let first = inputs.first, inputs.count > 1 else { return inputs.first }
        switch first {
        case .tensor:
            return .tensor(
                Tensor.concatenated(
                    inputs.compactMap { if case .tensor(let tensor) = $0 { tensor } else { nil } }))
        case .mantissas(let some, let shape):
            var mantissas: [Int16] = []
            mantissas.reserveCapacity(some.count * inputs.count)
            var rows = 0
            for case .mantissas(let more, let shape) in inputs {
                mantissas += more
                rows += shape.first ?? 0
            }
            return .mantissas(mantissas, shape: [rows] + shape.dropFirst())
        case .pixels(let some, let tables, let shape):
            var pixels: [UInt8] = []
            pixels.reserveCapacity(some.count * inputs.count)
            var rows = 0
            for case .pixels(let more, _, let shape) in inputs {
                pixels += more
                rows += shape.first ?? 0
            }
            return .pixels(pixels, tables: tables, shape: [rows] + shape.dropFirst())
        }
    }
}
