package import FixedPoint
package import Kernels
package import ModelGraph
import Synchronization

/// A quantized model that is ready to be planned and run: weights packed for one instruction set, proofs checked.
///
/// Any number of threads may share it; `InferenceSession` runs it.
package final class InferenceModel: Sendable {
    /// What the caller provides and what comes back, as the graph declares them.
    package let inputs: [Port]
    package let outputs: [Port]
    package let instructionSet: InstructionSet
    /// Whether the graph shows that an answer does not depend on the rest of its batch (`Graph.hasIndependentSamples`).
    package let hasIndependentSamples: Bool

    /// Without the weights that stand packed in `layers`.
    let graph: Graph
    /// Types of those weights.
    let packedTypes: [String: TensorType]
    let formats: [String: DFPFormat]
    let kernels: KernelTable
    /// By node name.
    private let layers: [String: PreparedLayer]
    private let layerBytes: Int
    private let plans = PlanCache(capacity: 32)
    private let tables = TableCache()

    /// Checks the model and packs its weights. Unpacked ones are let go of one by one: a caller that keeps no copy of the
    /// model (`consume`) has each weight in memory once.
    ///
    /// - Parameter instructionSet: one that this machine supports. The answers do not depend on it.
    /// - Throws: `InferenceError` that names the node: an operator without integer kernel, formats or weights that do
    ///   not fit, a proof that does not hold.
    package init(_ model: consuming QuantizedGraph, instructionSet: InstructionSet = .best) throws(InferenceError) {
        inputs = model.graph.inputs
        outputs = model.graph.outputs
        self.instructionSet = instructionSet
        formats = model.formats
        kernels = KernelTable.table(for: instructionSet)
        do { try model.graph.validate() } catch { throw InferenceError(error) }
        let types: [String: TensorType]
        do { types = try model.graph.inferTypes() } catch { throw InferenceError(error) }
        try Self.check(model.formats, model.graph, types)
        hasIndependentSamples = model.graph.hasIndependentSamples(types: types)
        var preparation = LayerPreparation(model: consume model, kernels: kernels)
        var layers: [String: PreparedLayer] = [:]
        for layer in try preparation.proven() {
            do { layers[layer.node.name] = try preparation.prepare(layer) } catch {
                throw InferenceError.wrapping(error, at: layer.node)
            }
        }
        self.layers = layers
        graph = preparation.graph
        packedTypes = preparation.packedTypes
        layerBytes = preparation.packedBytes + layers.values.reduce(0) { $0 + $1.byteCount }
        // What only planning finds is found now, wherever the batch is the only open extent.
        if let shapes = probeShapes() { _ = try plan(inputShapes: shapes) }
    }

    /// Only float32 values that something computes, and inputs, have number formats: steps rely on the size of elements.
    private static func check(
        _ formats: [String: DFPFormat], _ graph: Graph, _ types: [String: TensorType]
    ) throws(InferenceError) {
        for (name, format) in formats.sorted(by: { $0.key < $1.key }) {
            if let fault = format.fault { throw .invalid("the number format of \"\(name)\": \(fault)") }
            guard let type = types[name], graph.initializers[name] == nil else {
                throw .invalid("a number format for \"\(name)\", which is no input and nobody computes")
            }
            guard type.elementType == .float32 else {
                throw .invalid("a number format for \"\(name)\" of type \(type.elementType.rawValue); F32 has one")
            }
        }
    }

    private func probeShapes() -> [String: [Int]]? {
        var shapes: [String: [Int]] = [:]
        for port in inputs {
            guard port.type.shape.dropFirst().allSatisfy({ $0.fixed != nil }) else { return nil }
            shapes[port.name] = port.type.shape.map { $0.fixed ?? 1 }
        }
        return shapes
    }

    /// The format of an input's mantissas, nil if it is computed in float32 or is no input.
    package func inputFormat(_ name: String) -> DFPFormat? {
        inputs.contains { $0.name == name } ? formats[name] : nil
    }

    /// The plan for these input shapes (in ONNX's order of axes): compiled once, the 32 used last are kept.
    ///
    /// - Throws: `InferenceError` of kind `.invalidInput` for names or shapes that the model does not declare.
    package func plan(inputShapes: [String: [Int]]) throws(InferenceError) -> Plan {
        if let plan = plans[inputShapes] { return plan }
        try check(inputShapes)
        let plan = try PlanBuilder(model: self).build(inputShapes: inputShapes)
        plans[inputShapes] = plan
        return plan
    }

    /// How many plans are kept at the moment.
    package var cachedPlans: Int { plans.count }

    /// Bytes of packed weights, tables and constants that stay in memory as long as the model.
    package var residentBytes: Int { layerBytes + tables.byteCount + plans.constantBytes }

    /// Whether a node is computed with integer weights.
    func isLayer(_ node: Node) -> Bool { layers[node.name] != nil }

    func layer(_ node: Node) throws(InferenceError) -> PreparedLayer {
        guard let layer = layers[node.name] else {
            throw .unsupported("its second operand is no constant with a layer format; the integer engine needs one")
        }
        return layer
    }

    func table(_ key: TableCache.Key, make: () throws -> LookupTable) rethrows -> LookupTable {
        try tables.table(key, make: make)
    }

    private func check(_ shapes: [String: [Int]]) throws(InferenceError) {
        for name in shapes.keys.sorted() where !inputs.contains(where: { $0.name == name }) {
            throw InferenceError(
                .invalidInput, "no input \"\(name)\"; the model has \(inputs.map(\.name).joined(separator: ", "))")
        }
        var symbols: [String: Int] = [:]
        for port in inputs {
            guard let shape = shapes[port.name] else {
                throw InferenceError(.invalidInput, "input \"\(port.name)\" is missing")
            }
            let declared = port.type.shape
            let fits =
                shape.count == declared.count
                && zip(shape, declared).allSatisfy { extent, dimension in
                    switch dimension {
                    case .fixed(let value): return extent == value
                    case .symbol(let name):
                        defer { symbols[name] = symbols[name] ?? extent }
                        return extent > 0 && extent == symbols[name] ?? extent
                    }
                }
            guard fits else {
                throw InferenceError(
                    .invalidInput,
                    "input \"\(port.name)\" has shape \(shape), expected "
                        + "[\(declared.map(\.description).joined(separator: ", "))]")
            }
        }
    }
}
