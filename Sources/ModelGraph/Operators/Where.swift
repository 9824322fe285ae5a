/// X where the condition holds, else Y, with NumPy's broadcasting: inputs condition, X, Y.
package struct Where: Operator {
    package static let name = "Where"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["condition", "X", "Y"], required: 3)
        let condition = try inputs.type(0, [.bool])
        let (x, y) = (try inputs(1).type, try inputs(2).type)
        guard x.elementType == y.elementType else {
            throw GraphError.invalid("X and Y of types \(x.elementType.rawValue) and \(y.elementType.rawValue)")
        }
        let shape = try Broadcast.shape(Broadcast.shape(condition.shape, x.shape), y.shape)
        return [TensorType(x.elementType, shape)]
    }

    package func foldedDimensions(_ inputs: [[Dimension]?], constants: [Tensor?]) throws -> [Dimension]? {
        // PyTorch writes `expand` as Where(shape == -1, 1, shape): an extent that is a symbol is not -1.
        guard inputs.count == 3, let y = inputs[2], let condition = constants[0], let x = inputs[1] ?? nil,
            let flags = Bool.values(condition.elements), flags.count == y.count, x.count == y.count
        else { return nil }
        return zip(flags, zip(x, y)).map { $0 ? $1.0 : $1.1 }
    }
}

extension Where {
    package static var nativeFloats: [ElementType] { ElementType.floats }
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let condition = try arguments.required(0, "condition")
        let (x, y) = (try arguments.required(1, "X"), try arguments.required(2, "Y"))
        let shape = try Broadcast.shape(Broadcast.shape(condition.shape, x.shape), y.shape)
        guard let flags = Bool.values(try Broadcast.expanded(condition, to: shape).elements) else {
            throw GraphError.invalid("condition is \(condition.elementType.rawValue), expected bools")
        }
        func chosen<A: ElementArray>(_ array: A) throws -> Tensor {
            guard let other = A.Value.values(try Broadcast.expanded(y, to: shape).elements) else {
                throw GraphError.invalid("X and Y of types \(x.elementType.rawValue) and \(y.elementType.rawValue)")
            }
            return Tensor(shape: shape, zip(flags, zip(array.values, other)).map { $0 ? $1.0 : $1.1 })
        }
        return [try chosen(Broadcast.expanded(x, to: shape).elements.array)]
    }
}
