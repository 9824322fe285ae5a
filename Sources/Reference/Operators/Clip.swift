package import ModelGraph

extension Clip: ReferenceOperator {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let input = try arguments.required(0, "input")
        let minimum = arguments.optional(1)
        let maximum = arguments.optional(2)
        for bound in [minimum, maximum] {
            guard let bound else { continue }
            guard bound.count == 1, bound.elementType == input.elementType else {
                throw GraphError.invalid(
                    "a bound has shape \(bound.shape) and type \(bound.elementType.rawValue), "
                        + "expected one \(input.elementType.rawValue)")
            }
        }
        switch input.elements {
        case .float32(let values):
            let lowest = minimum?.floats?.first ?? -.infinity
            let highest = maximum?.floats?.first ?? .infinity
            // ONNX: where the bounds cross, the upper one wins; NaN stays.
            return [
                FloatTensor(shape: input.shape, values: values).map { x in
                    let raised = x < lowest ? lowest : x
                    return raised > highest ? highest : raised
                }
            ]
        case .int64(let values):
            return [Tensor(shape: input.shape, int64s: clipped(values, minimum, maximum))]
        case .int32(let values):
            return [Tensor(shape: input.shape, elements: .int32(clipped(values, minimum, maximum)))]
        default:
            throw GraphError.unsupported("input is \(input.elementType.rawValue), expected F32, I64 or I32")
        }
    }

    private func clipped<T: FixedWidthInteger>(_ values: [T], _ minimum: Tensor?, _ maximum: Tensor?) -> [T] {
        let lowest = minimum?.integers?.first.map { T(clamping: $0) } ?? .min
        let highest = maximum?.integers?.first.map { T(clamping: $0) } ?? .max
        return values.map { min(max($0, lowest), highest) }
    }
}
