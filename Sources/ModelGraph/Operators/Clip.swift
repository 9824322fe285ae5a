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
        return [try inputs.float(0)]
    }
}
