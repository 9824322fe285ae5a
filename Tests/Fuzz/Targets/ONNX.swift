import ModelGraph
import ONNX

extension FuzzTarget {
    /// An ONNX file: it is refused, or a graph that is valid before and after the passes.
    static let onnx = FuzzTarget("onnx", byteLimit: 4096) { input in
        guard let model = try? ONNXImporter.load(bytes: input, externalDataFolder: nil) else { return }
        do { try model.graph.validate() } catch { throw BrokenProperty("an invalid graph was read: \(error)") }
        try require(ONNXImporter.opsets.upperBound >= model.opset, "opset \(model.opset)")
        guard let optimized = try? GraphPasses.optimized(model.graph) else { return }
        do { try optimized.validate() } catch { throw BrokenProperty("the passes made an invalid graph: \(error)") }
        try require(
            optimized.inputs.map(\.name) == model.graph.inputs.map(\.name)
                && optimized.outputs.map(\.name) == model.graph.outputs.map(\.name), "the ports are others")
    }
}
