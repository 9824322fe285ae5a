/// Access to an operator's inputs by position, with errors that say which one is missing or wrong.
struct OperatorInputs {
    private let inputs: [OperatorInput?]

    /// - Parameters:
    ///   - names: ONNX's names of the inputs in order.
    ///   - required: how many of them must be there.
    init(_ inputs: [OperatorInput?], names: [String], required: Int) throws(GraphError) {
        guard inputs.count <= names.count else {
            throw .invalid("\(inputs.count) inputs; expected at most \(names.count): \(names.joined(separator: ", "))")
        }
        for index in 0..<required where index >= inputs.count || inputs[index] == nil {
            throw .invalid("input \(names[index]) is missing")
        }
        self.inputs = inputs
    }

    /// A required input.
    func callAsFunction(_ index: Int) throws(GraphError) -> OperatorInput {
        guard let input = optional(index) else { throw .invalid("input number \(index) is missing") }
        return input
    }

    func optional(_ index: Int) -> OperatorInput? { index < inputs.count ? inputs[index] : nil }

    /// A required input of an element type.
    func type(_ index: Int, _ elementTypes: [ElementType]) throws(GraphError) -> TensorType {
        let type = try self(index).type
        guard elementTypes.contains(type.elementType) else {
            throw .unsupported(
                "input number \(index) has elements of type \(type.elementType.rawValue); supported: "
                    + elementTypes.map(\.rawValue).joined(separator: ", "))
        }
        return type
    }

    /// A required input of floats; weights may also be the int16 mantissas of a quantized graph.
    func float(_ index: Int, orMantissas: Bool = false) throws(GraphError) -> TensorType {
        try type(index, orMantissas ? ElementType.floats + [.int16] : ElementType.floats)
    }

    /// The common type of all inputs: one element type, shapes that broadcast.
    func broadcast(_ elementTypes: [ElementType]) throws(GraphError) -> TensorType {
        var result = try type(0, elementTypes)
        for index in inputs.indices.dropFirst() {
            let other = try self(index).type
            guard other.elementType == result.elementType else {
                throw .invalid(
                    "operands of types \(result.elementType.rawValue) and \(other.elementType.rawValue)")
            }
            result.shape = try Broadcast.shape(result.shape, other.shape)
        }
        return result
    }

    /// The value of an integer input, nil if it is only known when the model runs.
    func integersIfConstant(_ index: Int, _ name: String) throws(GraphError) -> [Int]? {
        guard let input = optional(index), input.value != nil else { return nil }
        return try integers(index, name)
    }

    /// How many elements an input has that is a list: axes, a shape, pads.
    func length(_ index: Int, _ name: String) throws(GraphError) -> Int {
        let shape = try self(index).type.shape
        if shape.isEmpty { return 1 }
        guard shape.count == 1, let length = shape[0].fixed else {
            throw .unsupported("\(name) of shape \(shape); its length must be known")
        }
        return length
    }

    /// The constant value of an integer input: axes, shapes, pads.
    func integers(_ index: Int, _ name: String) throws(GraphError) -> [Int] {
        guard let value = try self(index).value else {
            throw .unsupported("\(name) is computed while the model runs; it must be a constant")
        }
        guard let integers = value.integers else {
            throw .invalid("\(name) has elements of type \(value.elementType.rawValue); expected I64")
        }
        return integers
    }
}
