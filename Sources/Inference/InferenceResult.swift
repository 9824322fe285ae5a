package import ModelGraph

/// What one inference answers.
package struct InferenceResult: Sendable {
    /// The graph's outputs by name: float32 in ONNX's layout.
    package var outputs: [String: Tensor]
    /// How many INT16 results, inputs included, were cut to their format's limits.
    package var saturations: Int
    /// The same by node name (by port name for inputs); nodes without saturations are absent.
    package var saturationsByNode: [String: Int]
}
