import FixedPoint
import Kernels
import ModelGraph

/// Checks and packs the weights of a model, once for all plans. Nodes that read the same initializer in the same way
/// share one packing.
struct LayerPreparation {
    /// How a node's weights are to be read.
    enum Arrangement: Hashable {
        /// [outputs][inputs / group][kernel height][kernel width], and `Conv.suitsWinograd`.
        case convolution(
            outputs: Int, inputs: Int, kernelHeight: Int, kernelWidth: Int, groups: Int, suitsWinograd: Bool)
        /// The same with one input channel and one output channel for each group.
        case depthwise(channels: Int, kernelHeight: Int, kernelWidth: Int)
        /// [outputs][reduction].
        case rows(outputs: Int, reduction: Int)
        /// [reduction][outputs].
        case columns(reduction: Int, outputs: Int)

        var outputs: Int {
            switch self {
            case .convolution(let outputs, _, _, _, _, _), .rows(let outputs, _), .columns(_, let outputs): outputs
            case .depthwise(let channels, _, _): channels
            }
        }

        /// Length of the reduction of one output.
        var reduction: Int {
            switch self {
            case .convolution(_, let inputs, let height, let width, _, _): inputs * height * width
            case .depthwise(_, let height, let width): height * width
            case .rows(_, let reduction), .columns(let reduction, _): reduction
            }
        }

        var groups: Int { if case .convolution(_, _, _, _, let groups, _) = self { groups } else { 1 } }
    }

    private struct Packing: Hashable {
        var initializer: String
        var arrangement: Arrangement
        var channelBlock: Int?
        /// nil: not packed for Winograd.
        var winogradOffset: Int?
    }

    /// The graph, without the initializers that nobody reads any more because they are packed.
    private(set) var graph: Graph
    /// Types of the initializers that were dropped.
    private(set) var packedTypes: [String: TensorType] = [:]
    private let formats: [String: DFPFormat]
    private let layers: [String: LayerFormat]
    private let kernels: KernelTable
    private var packings: [Packing: PreparedLayer.Weights] = [:]
    /// Bytes of all packings.
    private(set) var packedBytes = 0
    /// Readers of each initializer that have not been prepared; outputs of the graph read as well.
    private var readers: [String: Int]

    init(model: consuming QuantizedGraph, kernels: KernelTable) {
        formats = model.formats
        layers = model.layers
        graph = (consume model).graph
        self.kernels = kernels
        readers = graph.readerCounts
    }

    /// Says that a node has packed an initializer, and drops the unpacked one after the last: the memory of a model is
    /// its packed weights.
    private mutating func release(_ name: String) {
        readers[name, default: 0] -= 1
        guard readers[name] == 0, let tensor = graph.initializers.removeValue(forKey: name) else { return }
        packedTypes[name] = TensorType(tensor.elementType, tensor.shape.map { .fixed($0) })
    }

    /// The type of a node's second operand if that is an initializer. It may be dropped, but only after its last reader.
    func type(ofWeightsOf node: Node) -> TensorType? {
        guard node.inputs.count > 1, let tensor = graph.initializers[node.inputs[1]] else { return nil }
        return TensorType(tensor.elementType, tensor.shape.map { .fixed($0) })
    }

    /// A layer whose proof holds.
    struct ProvenLayer: Sendable {
        let node: Node
        let arrangement: Arrangement
        let epilogue: Epilogue
        let layer: LayerFormat
        let inputFormat: DFPFormat
        let bias: [Int32]
    }

    /// The nodes with integer weights, each checked, on all processors.
    ///
    /// - Throws: `InferenceError` at the first node, in the order of the graph, that is not in order.
    func proven() throws(InferenceError) -> [ProvenLayer] {
        let layers = graph.nodes.compactMap { node -> (node: Node, op: any LayerOperator, shape: [Int])? in
            guard let op = node.op as? any LayerOperator, let weights = type(ofWeightsOf: node),
                weights.elementType == .int16, let shape = weights.fixedShape
            else { return nil }
            return (node, op, shape)
        }
        return try concurrentMap(tasks: layers.count) { task throws(InferenceError) in
            let (node, op, shape) = layers[task]
            do {
                return try proven(node, arrangement: try op.arrangement(weights: shape), epilogue: op.epilogue)
            } catch { throw InferenceError.wrapping(error, at: node) }
        }
    }

    /// Checks one node's formats and its proof.
    private func proven(_ node: Node, arrangement: Arrangement, epilogue: Epilogue) throws -> ProvenLayer {
        guard let layer = layers[node.name] else {
            throw InferenceError.invalid("the checkpoint has no layer format for it")
        }
        guard let input = node.inputs.first, let inputFormat = formats[input] else {
            throw InferenceError.unsupported("its input has no number format; quantize it")
        }
        let (outputs, reduction) = (arrangement.outputs, arrangement.reduction)
        guard case .int16(let weights)? = graph.initializers[node.inputs[1]]?.elements else {
            throw InferenceError.invalid("its weights \"\(node.inputs[1])\" must be an I16 initializer")
        }
        guard outputs > 0, reduction > 0, weights.count == outputs * reduction, outputs % arrangement.groups == 0 else {
            throw InferenceError.invalid("\(weights.count) weights, expected \(outputs) x \(reduction)")
        }
        guard layer.weightExponents.count == outputs else {
            throw InferenceError.invalid("\(layer.weightExponents.count) weight exponents for \(outputs) outputs")
        }
        guard layer.chunk > 0, layer.chunk % 2 == 0 || layer.chunk >= reduction else {
            throw InferenceError.invalid("chunk \(layer.chunk) must be even, or cover all \(reduction) elements")
        }
        if let block = layer.channelBlock {
            guard case .convolution(_, let inputs, let height, let width, _, _) = arrangement, block > 0,
                block <= inputs, layer.chunk == block * height * width
            else {
                throw InferenceError.invalid("blocks of \(block) channels do not fit a chunk of \(layer.chunk)")
            }
        }
        let bias = try self.bias(node, epilogue: epilogue, outputs: outputs)
        try LayerProof.check(
            weights, arrangement: arrangement, format: inputFormat, layer: layer, bias: bias)
        return ProvenLayer(
            node: node, arrangement: arrangement, epilogue: epilogue, layer: layer, inputFormat: inputFormat, bias: bias
        )
    }

    /// Packs the weights of a layer.
    mutating func prepare(_ proven: ProvenLayer) throws -> PreparedLayer {
        let (node, arrangement, epilogue) = (proven.node, proven.arrangement, proven.epilogue)
        let (layer, inputFormat, bias) = (proven.layer, proven.inputFormat, proven.bias)
        guard case .int16(let weights)? = graph.initializers[node.inputs[1]]?.elements else {
            throw InferenceError.invalid("its weights \"\(node.inputs[1])\" must be an I16 initializer")
        }
        let outputs = arrangement.outputs
        let outputFormat = node.outputs.first.flatMap { formats[$0] }
        let shift = inputFormat.exponent - (outputFormat?.exponent ?? 0)
        let scale = try layer.weightExponents.map { exponent throws(InferenceError) in
            guard (-126...126).contains(exponent) else { throw .invalid("weight exponent \(exponent)") }
            return try resultScale(shift + exponent)
        }
        let limits =
            try outputFormat?.limits(lower: epilogue.minimum, upper: epilogue.maximum)
            ?? OutputLimits(lower: epilogue.minimum ?? -.infinity, upper: epilogue.maximum ?? .infinity)
        let packed = pack(weights, node.inputs[1], arrangement, layer, inputFormat)
        release(node.inputs[1])
        let groups = arrangement.groups
        let columns = outputs / groups
        let padded = packed.paddedColumns
        let residual = try residualScale(node, epilogue, outputFormat)
        let largest = OutputEpilogue.largest(
            sums: (arrangement.reduction - 1) / layer.chunk + 1, of: layer.worstCaseAccumulator,
            scale: scale.max() ?? 0,
            residualScale: residual)
        return PreparedLayer(
            weights: packed, chunk: layer.chunk, channelBlock: layer.channelBlock,
            biases: (0..<groups).map { Self.padded(bias[$0 * columns..<($0 + 1) * columns], to: padded) },
            scales: (0..<groups).map { Self.padded(scale[$0 * columns..<($0 + 1) * columns], to: padded) },
            limits: limits, largest: largest, outputFormat: outputFormat, residualScale: residual, outputs: outputs)
    }

    private func bias(_ node: Node, epilogue: Epilogue, outputs: Int) throws(InferenceError) -> [Int32] {
        guard let name = node.biasName(epilogue) else { return [Int32](repeating: 0, count: outputs) }
        guard case .int32(let bias)? = graph.initializers[name]?.elements else {
            throw .invalid("its bias \"\(name)\" must be an I32 initializer")
        }
        guard bias.count == outputs else { throw .invalid("\(bias.count) biases for \(outputs) outputs") }
        return bias
    }

    private func residualScale(_ node: Node, _ epilogue: Epilogue, _ output: DFPFormat?) throws(InferenceError)
        -> Float?
    {
        guard epilogue.addsResidual else { return nil }
        guard let name = node.inputs.last, let format = formats[name] else {
            throw .unsupported("its residual has no number format; quantize it")
        }
        return try resultScale(format.exponent - (output?.exponent ?? 0))
    }

    private mutating func pack(
        _ weights: [Int16], _ name: String, _ arrangement: Arrangement, _ layer: LayerFormat, _ input: DFPFormat
    ) -> PreparedLayer.Weights {
        let suitsWinograd =
            kernels.hasWinograd && WinogradProof.holds(weights, arrangement: arrangement, format: input, layer: layer)
        let offset = WinogradSums.offset(minimum: Int(input.minimum), maximum: Int(input.maximum))
        let key = Packing(
            initializer: name, arrangement: arrangement, channelBlock: layer.channelBlock,
            winogradOffset: suitsWinograd ? offset : nil)
        if let known = packings[key] { return known }
        let packed = weights.withUnsafeBufferPointer { weights -> PreparedLayer.Weights in
            if case .depthwise(let channels, let height, let width) = arrangement {
                return .depthwise(
                    PackedDepthwiseWeights(weights, channels: channels, kernelHeight: height, kernelWidth: width))
            }
            if suitsWinograd, case .convolution(let outputs, let inputs, _, _, _, _) = arrangement {
                if let sparse = sparseInsteadOfWinograd(weights, arrangement, layer) { return sparse }
                return .winograd(
                    PackedWinogradWeights(
                        weights, n: outputs, channels: inputs, channelBlock: layer.channelBlock ?? inputs,
                        offset: offset, nr: kernels.gemmColumns))
            }
            return .gemm(kernels.faster(gemmWeights(weights, arrangement, layer)))
        }
        packings[key] = packed
        packedBytes += packed.byteCount
        return packed
    }

    /// For each group the weights in the order of the reduction.
    private func gemmWeights(
        _ weights: UnsafeBufferPointer<Int16>, _ arrangement: Arrangement, _ layer: LayerFormat
    ) -> [PackedWeights] {
        let nr = kernels.gemmColumns
        switch arrangement {
        case .convolution(let outputs, let inputs, let height, let width, let groups, _):
            let size = outputs / groups
            return (0..<groups).map {
                PackedWeights(
                    convolution: weights, outputs: $0 * size..<($0 + 1) * size, inputs: inputs,
                    kernelHeight: height, kernelWidth: width, channelBlock: layer.channelBlock, nr: nr)
            }
        case .rows(let outputs, let reduction): return [PackedWeights(rows: weights, n: outputs, k: reduction, nr: nr)]
        case .columns(let reduction, let outputs):
            return [PackedWeights(columns: weights, k: reduction, n: outputs, nr: nr)]
        case .depthwise: preconditionFailure("depthwise weights have a packing of their own")
        }
    }

    /// The share of blocks up to which leaving out the others is faster than Winograd, which takes 0.46 of the time of
    /// all.
    private static let largestShareWithoutWinograd = 0.35

    /// Direct convolution where so many blocks are zero that it is faster than Winograd.
    private func sparseInsteadOfWinograd(
        _ weights: UnsafeBufferPointer<Int16>, _ arrangement: Arrangement, _ layer: LayerFormat
    ) -> PreparedLayer.Weights? {
        let zeros = weights.reduce(0) { $0 + ($1 == 0 ? 1 : 0) }
        // Blocks of zeros are not more than zeros.
        guard Double(weights.count - zeros) <= Self.largestShareWithoutWinograd * Double(weights.count) else {
            return nil
        }
        let groups = kernels.faster(gemmWeights(weights, arrangement, layer))
        guard let share = groups[0].blockShare, share <= Self.largestShareWithoutWinograd else { return nil }
        return .gemm(groups)
    }

    private static func padded<Element>(_ elements: ArraySlice<Element>, to count: Int) -> AlignedBuffer<Element> {
        let buffer = AlignedBuffer<Element>(count: max(count, elements.count))
        _ = buffer.buffer.update(fromContentsOf: elements)
        return buffer
    }
}

extension Node {
    /// The bias of a Conv, Gemm or MatMul: input 2, unless that is the residual.
    func biasName(_ epilogue: Epilogue) -> String? {
        let operands = inputs.count - (epilogue.addsResidual ? 1 : 0)
        return operands > 2 && !inputs[2].isEmpty ? inputs[2] : nil
    }
}
