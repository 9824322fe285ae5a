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
        guard IntegerOperatorTable.contains(node.operatorName), let op = node.op as? any PlannedOperator else {
            throw InferenceError.unsupported("the integer engine has no operator \(node.operatorName)")
        }
        let operands = try node.inputs.map { name -> OperatorInput? in
            if name.isEmpty { return nil }
            guard let type = type(of: name) else { throw InferenceError.invalid("nobody writes its input \"\(name)\"") }
            return OperatorInput(type: type, value: constants[name])
        }
        for (name, type) in zip(node.outputs, try op.outputTypes(operands)) where !name.isEmpty {
            try checkSize(type, name)
            types[name] = type
        }
        if let output = node.outputs.first, let type = types[output], let folded = try op.folded(operands, output: type)
        {
            constants[output] = folded
            types[output] = Self.type(of: folded)
            return
        }
        try op.plan(node, builder: self)
        for name in node.outputs where !name.isEmpty && lastUse[name] != nil {
            guard values[name] != nil else {
                throw InferenceError.unsupported("its output \"\(name)\" is not computed by the integer engine")
            }
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
        guard port.type.elementType == .float32 else {
            throw InferenceError(
                .unsupported, "input \"\(port.name)\" is \(port.type.elementType.rawValue), expected F32")
        }
        let type = TensorType(.float32, shape.map { .fixed($0) })
        try checkSize(type, port.name)
        types[port.name] = type
        let format = model.formats[port.name]
        let isImage = shape.count == 4 && format != nil && !isDeclaredChannelsLast(port.name)
        let value = newValue(shape: shape, layout: isImage ? .channelsLast : .rowMajor, format: format)
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
            return Plan.Output(name: port.name, source: .buffer(value.buffer, shape: value.shape))
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
