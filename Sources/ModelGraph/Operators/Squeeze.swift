/// Removes axes of extent 1: inputs data, optional axes.
package struct Squeeze: Operator {
    package static let name = "Squeeze"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["data", "axes"], required: 1)
        let data = try inputs(0).type
        let axes: [Int]
        if inputs.optional(1) != nil, try inputs.integersIfConstant(1, "axes") == nil {
            let rank = data.shape.count - (try inputs.length(1, "axes"))
            guard rank >= 0 else { throw GraphError.invalid("more axes than an input of shape \(data.shape) has") }
            return [TensorType(data.elementType, [Dimension](repeating: .unknown, count: rank))]
        } else if inputs.optional(1) != nil {
            axes = try Axis.normalized(inputs.integers(1, "axes"), rank: data.shape.count)
            for axis in axes where data.shape[axis].fixed ?? 1 != 1 {
                throw GraphError.invalid("axis \(axis) of shape \(data.shape) cannot be removed: its extent is not 1")
            }
        } else {
            axes = data.shape.indices.filter { data.shape[$0] == 1 }
        }
        let shape = data.shape.indices.filter { !axes.contains($0) }.map { data.shape[$0] }
        return [TensorType(data.elementType, shape)]
    }

    package func foldedDimensions(_ inputs: [[Dimension]?], constants: [Tensor?]) throws -> [Dimension]? {
        inputs.first ?? nil
    }
}

extension Squeeze {
    package static var nativeFloats: [ElementType] { ElementType.floats }
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let data = try arguments.required(0, "data")
        guard let listed = try arguments.optionalIntegers(1, "axes") else {
            return [data.reshaped(to: data.shape.filter { $0 != 1 })]
        }
        let axes = try Axis.normalized(listed, rank: data.shape.count)
        for axis in axes where data.shape[axis] != 1 {
            throw GraphError.invalid("axis \(axis) of \(data.shape) has not the extent 1")
        }
        let kept = data.shape.indices.filter { !axes.contains($0) }
        return [data.reshaped(to: kept.map { data.shape[$0] })]
    }
}
