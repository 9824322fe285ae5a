/// Limits x to min...max: inputs x, optional min, optional max.
package struct Clip: Operator {
    package static let name = "Clip"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["input", "min", "max"], required: 1)
        for index in 1...2 {
            if let bound = inputs.optional(index), bound.type.shape != [] && bound.type.shape != [1] {
                throw GraphError.invalid("a bound of shape \(bound.type.shape); expected a scalar")
            }
        }
        return [try inputs.type(0, ElementType.numbers)]
    }
}

extension Clip {
    package static var nativeFloats: [ElementType] { [.float32, .float64] }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let input = try arguments.required(0, "input")
        func clipped<T: NumericElement>(_: T.Type) throws -> Tensor {
            let minimum = try bound(arguments.optional(1), T.self)
            let maximum = try bound(arguments.optional(2), T.self)
            // ONNX: where the bounds cross, the upper one wins; NaN stays.
            let values = (T.values(input.elements) ?? []).map { x in
                let raised = if let minimum, x < minimum { minimum } else { x }
                return if let maximum, raised > maximum { maximum } else { raised }
            }
            return Tensor(shape: input.shape, values)
        }
        guard let type = input.elementType.element as? any NumericElement.Type else {
            throw GraphError.unsupported("input is \(input.elementType.rawValue), expected numbers")
        }
        return [try clipped(type)]
    }

    private func bound<T: NumericElement>(_ bound: Tensor?, _: T.Type) throws -> T? {
        guard let bound else { return nil }
        guard let values = T.values(bound.elements), values.count == 1 else {
            throw GraphError.invalid(
                "a bound has shape \(bound.shape) and type \(bound.elementType.rawValue), "
                    + "expected one \(T.elementType.rawValue)")
        }
        return values[0]
    }
}
