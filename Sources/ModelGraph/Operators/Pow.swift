import PortableMath

/// Element-wise power with NumPy's broadcasting; the result has the base's type, the exponent may have another.
package struct Pow: Operator {
    package static let name = "Pow"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["X", "Y"], required: 2)
        let base = try inputs.type(0, ElementType.numbers)
        let exponent = try inputs.type(1, ElementType.numbers)
        return [TensorType(base.elementType, try Broadcast.shape(base.shape, exponent.shape))]
    }
}

extension Pow {
    package static var nativeFloats: [ElementType] { [.float32, .float64] }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let (x, y) = (try arguments.required(0, "X"), try arguments.required(1, "Y"))
        let (values, shape) = try Broadcast.combine(x.doubles("X"), x.shape, y.doubles("Y"), y.shape) {
            PortableMath.pow($0, $1)
        }
        return [Tensor(shape: shape, values).converted(to: x.elementType)]
    }
}
