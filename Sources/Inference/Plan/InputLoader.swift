import FixedPoint
import Glibc
import Kernels
import ModelGraph

/// Brings one input of the model into its buffer: quantized and, for images, in NHWC order.
struct InputLoader: Sendable {
    let name: String
    let value: StoredValue
    /// Room for the mantissas in ONNX's order before they are transposed; nil where that is no work.
    let staging: Int?
    private let scale: Float
    private let limits: OutputLimits

    init(name: String, value: StoredValue, staging: Int?) throws {
        self.name = name
        self.value = value
        self.staging = staging
        scale = try powerOfTwo(-(value.format?.exponent ?? 0))
        limits = try value.format?.limits() ?? OutputLimits()
    }

    /// Loads float32 elements in ONNX's layout, `value.count` of them.
    ///
    /// - Returns: how many mantissas were saturated.
    func load(_ floats: UnsafeBufferPointer<Float>, _ context: ExecutionContext) -> Int {
        guard let source = floats.baseAddress else { return 0 }
        if value.format == nil {
            context.float32(value.buffer).update(from: source, count: floats.count)
            return 0
        }
        let target = context.int16(staging ?? value.buffer)
        let saturations = context.parallelRanges(floats.count, grain: 16384) { range in
            context.kernels.quantize(
                input: source + range.lowerBound, scale: scale, limits: limits, count: range.count,
                output: target + range.lowerBound)
        }
        if let staging {
            _ = LayoutStep(
                input: staging, output: value.buffer, elementBytes: 2, samples: value.shape[0], rows: value.channels,
                columns: value.spatial
            ).execute(context)
        }
        return saturations
    }

    /// Loads elements that are not float32 as they are, `value.count` of them.
    ///
    /// - Returns: 0; nothing is rounded.
    func load(_ tensor: Tensor, _ context: ExecutionContext) -> Int {
        TensorMemory.write(tensor, to: context.raw(value.buffer))
        return 0
    }

    /// Loads pixels: `value.count` of them, the channels of a pixel together, with 256 mantissas for each channel, which are cut
    /// to the format's limits.
    ///
    /// - Returns: 0; what the tables hold was rounded when they were made.
    func load(_ pixels: UnsafeBufferPointer<UInt8>, tables: [Int16], _ context: ExecutionContext) -> Int {
        let channels = tables.count / 256
        let tables = tables.map { min(max($0, limits.minimum), limits.maximum) }
        let target = context.int16(value.buffer)
        return context.parallelRanges(pixels.count / channels, grain: 16384 / channels) { range in
            // Session.check saw to it that there are whole pixels and 256 entries for each channel.
            tables.withUnsafeBufferPointer { tables in
                for channel in 0..<channels {
                    for position in stride(
                        from: range.lowerBound * channels + channel, to: range.upperBound * channels, by: channels)
                    {
                        target[position] = tables[256 * channel + Int(pixels[position])]
                    }
                }
            }
            return 0
        }
    }

    /// Loads mantissas in the order of `InferenceInput.mantissas`, `value.count` of them. The overflow proofs rely on
    /// the format's limits, so mantissas outside are cut.
    ///
    /// - Returns: how many were.
    func load(_ mantissas: UnsafeBufferPointer<Int16>, _ context: ExecutionContext) -> Int {
        guard let source = mantissas.baseAddress else { return 0 }
        let target = context.int16(value.buffer)
        return context.parallelRanges(mantissas.count, grain: 16384) { range in
            context.kernels.requantize(
                input: source + range.lowerBound, inputStride: range.count, scale: 1, rows: 1, columns: range.count,
                limits: limits, output: target + range.lowerBound, outputStride: range.count)
        }
    }
}
