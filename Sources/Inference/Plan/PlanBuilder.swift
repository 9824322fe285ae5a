import FixedPoint
import Kernels
import ModelGraph

/// Compiles a model for concrete input shapes: operators ask it for their operands in the layout and number format
/// they want and append their steps; it inserts conversions where needed and keeps track of who uses which memory.
///
/// Lives on one thread, for the time of one compilation.
final class PlanBuilder {
    /// A buffer while the plan is made.
    struct Buffer {
        var bytes: Int
        var begin: Int
        var end: Int
        /// Values that lie in it.
        var names: [String] = []
        var constant: AlignedBuffer<UInt8>?
    }

    struct Variant: Hashable {
        var name: String
        var layout: Layout
        var isFloat: Bool
    }

    let model: InferenceModel
    /// Initializers, and what became constant because the shapes are known.
    var constants: [String: Tensor]
    var types: [String: TensorType] = [:]
    var values: [String: StoredValue] = [:]
    var variants: [Variant: StoredValue] = [:]
    var buffers: [Buffer] = []
    var inputs: [InputLoader] = []
    var entries: [Plan.Entry] = []
    /// Index of the last node that reads a value; `Int.max` for outputs of the graph.
    var lastUse: [String: Int] = [:]
    var current = 0
    var currentNode: Node?

    init(model: InferenceModel) {
        self.model = model
        constants = model.graph.initializers
        types = model.packedTypes
        for (index, node) in model.graph.nodes.enumerated() {
            for name in node.inputs { lastUse[name] = index }
        }
        for port in model.graph.outputs { lastUse[port.name] = .max }
    }

    func build(inputShapes: [String: [Int]]) throws(InferenceError) -> Plan {
        for port in model.graph.inputs { try addInput(port, shape: inputShapes[port.name] ?? []) }
        for (index, node) in model.graph.nodes.enumerated() {
            (current, currentNode) = (index, node)
            do { try plan(node) } catch { throw InferenceError.wrapping(error, at: node) }
        }
        currentNode = nil
        var outputs: [Plan.Output] = []
        for port in model.graph.outputs { outputs.append(try addOutput(port)) }
        return finished(inputShapes: inputShapes, outputs: outputs)
    }

    private func plan(_ node: Node) throws {
        let operands = try node.inputs.map { name -> OperatorInput? in
            if name.isEmpty { return nil }
            guard let type = type(of: name) else { throw InferenceError.invalid("nobody writes its input \"\(name)\"") }
            return OperatorInput(type: type, value: constants[name])
        }
        for (name, type) in zip(node.outputs, try node.op.outputTypes(operands)) where !name.isEmpty {
            types[name] = type
        }
        if let folded = try folded(node, operands) {
            for (name, value) in zip(node.outputs, folded) where !name.isEmpty {
                constants[name] = value
                types[name] = Self.type(of: value)
            }
            return
        }
        for name in node.outputs where !name.isEmpty {
            if let type = types[name] { try checkSize(type, name) }
        }
        if defineIfEmpty(node) { return }
        if let op = node.op as? any PlannedOperator, isFloat(node) {
            let before = (entries: entries.count, values: values, variants: variants)
            do { try op.plan(node, builder: self) } catch let error as InferenceError
                where error.kind == .unsupported && !model.isLayer(node)
            {
                // As its definition says, without what was planned so far.
                entries.removeLast(entries.count - before.entries)
                (values, variants) = (before.values, before.variants)
                try appendPortable(node)
            }
        } else if let op = node.op as? any UnaryOperator, isFloat(node) {
            try appendActivation(node) { Float(op.apply(Double($0))) }
        } else {
            try appendPortable(node)
        }
        for name in node.outputs where !name.isEmpty && lastUse[name] != nil {
            guard values[name] != nil else {
                throw InferenceError.unsupported("its output \"\(name)\" is not computed by the integer engine")
            }
        }
    }

    /// Defines the outputs if none of them has any element; then there is nothing to do, and the answer is true.
    private func defineIfEmpty(_ node: Node) -> Bool {
        let outputs = node.outputs.filter { !$0.isEmpty }
        guard outputs.allSatisfy({ types[$0]?.fixedShape?.contains(0) == true }) else { return false }
        for name in outputs {
            guard let type = types[name], let shape = type.fixedShape else { continue }
            define(
                name,
                newValue(
                    shape: shape, layout: .rowMajor, format: model.formats[name], elementType: type.elementType))
        }
        return true
    }

    /// The node's outputs where they follow from constants and shapes.
    private func folded(_ node: Node, _ operands: [OperatorInput?]) throws -> [Tensor]? {
        if node.op is Shape || node.op is Size, let shape = operands.first??.type.fixedShape {
            // Only the shape matters.
            let stand = Tensor(shape: shape, [Bool](repeating: false, count: shape.reduce(1, *)))
            return try node.op.outputs(Arguments([stand]))
        }
        // The weights of a layer are mantissas.
        guard node.op.isDeterministic, !model.isLayer(node),
            !operands.contains(where: { $0 != nil && $0?.value == nil })
        else { return nil }
        return try node.op.outputs(Arguments(operands.map { $0?.value }, outputCount: node.outputs.count))
    }

    /// Whether the node computes floats from floats: its first input and its outputs are float32, and so is every other
    /// input that is no constant.
    private func isFloat(_ node: Node) -> Bool {
        let outputs = node.outputs.filter { !$0.isEmpty }
        guard outputs.allSatisfy({ types[$0]?.elementType == .float32 }) else { return false }
        return node.inputs.enumerated().allSatisfy { index, name in
            if name.isEmpty || (index > 0 && isConstant(name)) { return true }
            return type(of: name)?.elementType == .float32
        }
    }

    private func checkSize(_ type: TensorType, _ name: String) throws(InferenceError) {
        guard let shape = type.fixedShape else {
            throw .invalid("the shape of \"\(name)\" is not known although the input shapes are")
        }
        var count = 1
        for extent in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: extent)
            guard extent >= 0, !overflow, product <= 1 << 31 else {
                throw .invalid("\"\(name)\" of shape \(shape) is larger than the 2^31 elements that a value may have")
            }
            count = product
        }
    }

    private func addInput(_ port: Port, shape: [Int]) throws(InferenceError) {
        let type = TensorType(port.type.elementType, shape.map { .fixed($0) })
        try checkSize(type, port.name)
        types[port.name] = type
        let format = model.formats[port.name]
        let isImage = shape.count == 4 && format != nil && !isDeclaredChannelsLast(port.name)
        let value = newValue(
            shape: shape, layout: isImage ? .channelsLast : .rowMajor, format: format,
            elementType: port.type.elementType)
        let staging = isImage && !value.layoutsAgree ? newBuffer(bytes: value.count * 2) : nil
        let index = inputs.count + entries.count
        touch([value.buffer] + (staging.map { [$0] } ?? []), at: index)
        do {
            inputs.append(
                try InputLoader(name: port.name, value: value, staging: staging))
        } catch { throw InferenceError(.invalidModel, "input \"\(port.name)\": \(error)") }
        define(port.name, value)
    }

    /// Models from TensorFlow declare (N, H, W, C) and transpose at once, which then costs nothing.
    private func isDeclaredChannelsLast(_ name: String) -> Bool {
        let readers = model.graph.nodes.filter { $0.inputs.contains(name) }
        return !readers.isEmpty && readers.allSatisfy { ($0.op as? Transpose)?.perm == [0, 3, 1, 2] }
            && !model.graph.outputs.contains { $0.name == name }
    }

    private func addOutput(_ port: Port) throws(InferenceError) -> Plan.Output {
        if let tensor = constants[port.name] { return Plan.Output(name: port.name, source: .constant(tensor)) }
        do {
            let value = try self.value(port.name, layout: .rowMajor, isFloat: true)
            touch([value.buffer], at: .max)
            return Plan.Output(name: port.name, source: .buffer(value.buffer, shape: value.shape, value.elementType))
        } catch { throw (error as? InferenceError) ?? InferenceError(.invalidModel, "\(error)") }
    }

    private func finished(inputShapes: [String: [Int]], outputs: [Plan.Output]) -> Plan {
        let arena = buffers.indices.filter { buffers[$0].constant == nil && buffers[$0].begin != .max }
        let (offsets, bytes) = ArenaPlanner.place(
            arena.map { .init(bytes: buffers[$0].bytes, begin: buffers[$0].begin, end: buffers[$0].end) })
        var places = buffers.map { buffer -> Plan.Place in
            buffer.constant.map { .constant($0) } ?? .arena(offset: 0)
        }
        for (index, offset) in zip(arena, offsets) { places[index] = .arena(offset: offset) }
        return Plan(
            inputShapes: inputShapes, inputs: inputs, entries: entries, outputs: outputs, places: places,
            arenaBytes: bytes)
    }
}
