package import FixedPoint

/// A graph with the number formats that the integer engine computes it in: what a checkpoint holds.
///
/// For each node in `layers` the weights (input 1) are an int16 initializer in ONNX's layout and the bias
/// (input 2, where present) an int32 initializer. Every other initializer keeps its type.
package struct QuantizedGraph: Sendable {
    package var graph: Graph
    /// Activations held as INT16 mantissas, by value name: graph inputs and outputs of nodes. A value
    /// without a format is float32 (or an integer tensor of shape arithmetic).
    package var formats: [String: DFPFormat]
    /// Nodes computed with integer weights (Conv, Gemm, MatMul with a constant), by node name.
    package var layers: [String: LayerFormat]

    package init(graph: Graph, formats: [String: DFPFormat], layers: [String: LayerFormat]) {
        self.graph = graph
        self.formats = formats
        self.layers = layers
    }
}

/// How one layer's weights are quantized, and what the proof that nothing overflows says.
package struct LayerFormat: Sendable, Hashable, Codable {
    /// One exponent per output channel: `weight = mantissa * 2^exponent`.
    package var weightExponents: [Int]
    /// Mantissa bits, sign included, that the widest weight needs.
    package var weightBits: Int
    /// kc: how many elements of the reduction one exact INT32 sum covers; the reduction's length when it
    /// is not split. Elements count in the order kernel height, kernel width, input channel (of the
    /// group), which is the order of an NHWC im2col row; chunks begin at multiples of it.
    ///
    /// With a `channelBlock` a chunk has all taps of that many input channels.
    ///
    /// The bias is added to the first chunk. Sums of several chunks are converted to float32 and added
    /// first to last.
    package var chunk: Int
    /// Input channels (of the group) of one chunk of a convolution: `chunk` is the kernel's taps times it, and elements
    /// count in the order input channel, kernel height, kernel width. nil for the order above.
    package var channelBlock: Int?
    /// The largest absolute value any INT32 accumulator of the layer can take, by the proof; < 2^31.
    package var worstCaseAccumulator: Int

    package init(
        weightExponents: [Int], weightBits: Int, chunk: Int, channelBlock: Int? = nil, worstCaseAccumulator: Int
    ) {
        self.weightExponents = weightExponents
        self.weightBits = weightBits
        self.chunk = chunk
        self.channelBlock = channelBlock
        self.worstCaseAccumulator = worstCaseAccumulator
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        weightExponents = []
        // One by one: for a list of a type that is only known at run time, JSONDecoder takes three times as long.
        var exponents = try container.nestedUnkeyedContainer(forKey: .weightExponents)
        while !exponents.isAtEnd { weightExponents.append(try exponents.decode(Int.self)) }
        weightBits = try container.decode(Int.self, forKey: .weightBits)
        chunk = try container.decode(Int.self, forKey: .chunk)
        channelBlock = try container.decodeIfPresent(Int.self, forKey: .channelBlock)
        worstCaseAccumulator = try container.decode(Int.self, forKey: .worstCaseAccumulator)
    }
}
