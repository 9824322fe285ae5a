package import ModelGraph

/// What an ONNX file holds, its graph not yet optimized.
package struct ONNXModel: Sendable {
    /// Validated, shape-inferred, in topological order.
    package var graph: Graph
    /// Version of the default operator set, 7...26.
    package var opset: Int
    package var irVersion: Int
    /// Name and version of the program that wrote it.
    package var producer: String
}
