package import ModelGraph

/// What the caller gives for one input of a model.
package enum InferenceInput: Sendable {
    /// float32 in ONNX's layout, of the shape the model declares; the engine quantizes it (round to nearest even,
    /// saturating).
    case tensor(Tensor)
    /// Mantissas in the input's `DFPFormat`, with the shape that ONNX declares: rank-4 inputs that the model
    /// declares as NCHW come in the order NHWC (what Imaging writes), all others row-major. Mantissas outside
    /// the format's limits are saturated and counted.
    case mantissas([Int16], shape: [Int])
    /// Pixels of 8 bits in the order of `.mantissas`, with the mantissas that they stand for: 256 for each channel of the
    /// last axis in that order.
    case pixels([UInt8], tables: [Int16], shape: [Int])

    /// The shape in ONNX's order of axes.
    package var shape: [Int] {
        switch self {
        case .tensor(let tensor): tensor.shape
        case .mantissas(_, let shape), .pixels(_, _, let shape): shape
        }
    }
}
