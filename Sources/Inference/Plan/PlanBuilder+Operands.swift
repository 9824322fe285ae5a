import FixedPoint
import Kernels
import ModelGraph

/// What a node asks about its inputs, and how it gets them.
extension PlanBuilder {
    static func type(of tensor: Tensor) -> TensorType {
        TensorType(tensor.elementType, tensor.shape.map { .fixed($0) })
    }

    func type(of name: String) -> TensorType? { types[name] ?? constants[name].map(Self.type(of:)) }

    /// The concrete extents of a value that a node reads or writes.
    func shape(_ name: String) throws -> [Int] {
        guard let shape = type(of: name)?.fixedShape else {
            throw InferenceError.invalid("the shape of \"\(name)\" is not known")
        }
        return shape
    }

    /// The constant at an input of a node, nil where the input is absent.
    func constant(_ node: Node, _ index: Int) throws -> Tensor? {
        guard index < node.inputs.count, !node.inputs[index].isEmpty else { return nil }
        guard let tensor = constants[node.inputs[index]] else {
            throw InferenceError.unsupported("input \(index) (\"\(node.inputs[index])\") must be a constant")
        }
        return tensor
    }

    /// Whether an input is there and constant.
    func isConstant(_ node: Node, _ index: Int) -> Bool {
        index < node.inputs.count && isConstant(node.inputs[index])
    }

    /// Packed weights are constant, though their elements are not among `constants`.
    func isConstant(_ name: String) -> Bool { constants[name] != nil || model.packedTypes[name] != nil }

    /// The format that the node's first output is to have, nil for float32.
    func outputFormat(_ node: Node) -> DFPFormat? { node.outputs.first.flatMap { model.formats[$0] } }

    /// How an input is stored by whoever writes it, nil for constants.
    func stored(_ node: Node, _ index: Int) -> StoredValue? {
        index < node.inputs.count ? values[node.inputs[index]] : nil
    }

    /// Whether an input is, or can be made, INT16 without loss of meaning: it has a format, or is a float constant.
    func isInt16(_ node: Node, _ index: Int) -> Bool {
        if let value = stored(node, index) { return value.format != nil }
        return isConstant(node, index) && constants[node.inputs[index]]?.floats != nil
    }

    /// An input of a node as INT16 mantissas in this layout.
    func int16(_ node: Node, _ index: Int, layout: Layout) throws -> (value: StoredValue, format: DFPFormat) {
        let value = try self.value(try name(node, index), layout: layout, isFloat: false)
        guard let format = value.format else {
            throw InferenceError.unsupported(
                "input \(index) (\"\(node.inputs[index])\") is float32; the integer engine needs a number format for it"
            )
        }
        return (value, format)
    }

    /// An input of a node as float32 in this layout.
    func float32(_ node: Node, _ index: Int, layout: Layout) throws -> StoredValue {
        try value(try name(node, index), layout: layout, isFloat: true)
    }

    /// An input of a node in this layout and in whatever format it has.
    func operand(_ node: Node, _ index: Int, layout: Layout) throws -> StoredValue {
        let name = try name(node, index)
        return try value(name, layout: layout, isFloat: values[name].map { $0.format == nil } ?? true)
    }

    private func name(_ node: Node, _ index: Int) throws -> String {
        guard index < node.inputs.count, !node.inputs[index].isEmpty else {
            throw InferenceError.invalid("it has no input \(index)")
        }
        return node.inputs[index]
    }

    func value(_ name: String, layout: Layout, isFloat: Bool) throws -> StoredValue {
        if let stored = values[name], stored.layout == layout, isFloat == (stored.format == nil) { return stored }
        let key = Variant(name: name, layout: layout, isFloat: isFloat)
        if let known = variants[key] { return known }
        var value: StoredValue
        if let stored = values[name] {
            value = stored
        } else if let tensor = constants[name] {
            value = try constantValue(tensor, isFloat: isFloat, format: model.formats[name])
        } else {
            throw InferenceError.invalid("nobody writes \"\(name)\"")
        }
        if isFloat, let format = value.format {
            let result = newValue(shape: value.shape, layout: value.layout, format: nil)
            append(
                DequantizeStep(
                    input: value.buffer, scale: try powerOfTwo(format.exponent), count: value.count,
                    output: result.buffer),
                reads: [value.buffer], writes: [result.buffer])
            value = result
        }
        value = try converted(value, to: layout)
        variants[key] = value
        buffers[value.buffer].names.append(name)
        return value
    }

    /// The same value in another layout: free where both order the elements alike.
    func converted(_ value: StoredValue, to layout: Layout) throws -> StoredValue {
        if value.layout == layout || value.layoutsAgree {
            var same = value
            same.layout = layout
            return same
        }
        let result = newValue(shape: value.shape, layout: layout, format: value.format)
        let toLast = layout == .channelsLast
        append(
            LayoutStep(
                input: value.buffer, output: result.buffer, elementBytes: value.elementBytes, samples: value.shape[0],
                rows: toLast ? value.channels : value.spatial, columns: toLast ? value.spatial : value.channels),
            reads: [value.buffer], writes: [result.buffer])
        return result
    }

    /// - Parameter format: what the model says of a value that became constant because the shapes are known: proofs and
    ///   scales of its readers count on it. A constant of the file has none and is given the one that fits it best.
    private func constantValue(_ tensor: Tensor, isFloat: Bool, format: DFPFormat?) throws -> StoredValue {
        guard let floats = tensor.floats else {
            throw InferenceError.unsupported("a constant of \(tensor.elementType.rawValue) where F32 was expected")
        }
        if isFloat {
            return StoredValue(
                shape: tensor.shape, layout: .rowMajor, format: nil, buffer: newConstant(floats))
        }
        let format = format ?? ConstantFormat.fitting(floats)
        return StoredValue(
            shape: tensor.shape, layout: .rowMajor, format: format,
            buffer: newConstant(try ConstantFormat.mantissas(floats, format)))
    }
}
