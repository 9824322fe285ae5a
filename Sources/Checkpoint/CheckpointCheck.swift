import FixedPoint
import ModelGraph

/// Whether the parts of a checkpoint fit one another.
enum CheckpointCheck {
    static func check(_ model: QuantizedGraph, _ metadata: CheckpointMetadata, path: String) throws(CheckpointError) {
        func fail(_ message: String) -> CheckpointError { CheckpointError(.corrupt, "\(path): \(message)") }
        for (name, format) in model.formats.sorted(by: { $0.key < $1.key }) {
            guard (-126...126).contains(format.exponent), format.minimum > .min, format.minimum <= 0,
                format.maximum >= 0
            else { throw fail("the value \"\(name)\" has the number format \(format)") }
        }
        let nodes = Set(model.graph.nodes.lazy.filter { $0.inputs.count >= 2 }.map(\.name))
        for (name, layer) in model.layers.sorted(by: { $0.key < $1.key }) {
            guard nodes.contains(name) else {
                throw fail("a layer format for the node \"\(name)\", which is no node with weights")
            }
            guard layer.chunk > 0, layer.channelBlock.map({ $0 > 0 }) ?? true, layer.worstCaseAccumulator >= 0,
                (1...16).contains(layer.weightBits),
                layer.weightExponents.allSatisfy({ (-126...126).contains($0) })
            else { throw fail("the layer format of the node \"\(name)\" is out of range") }
        }
        let outputs = Set(model.graph.outputs.map(\.name))
        for output in [metadata.scoresOutput, metadata.embeddingOutput].compactMap({ $0 })
        where !outputs.contains(output) {
            throw fail("the output \"\(output)\" does not exist")
        }
        for task in metadata.tasks {
            let needed = task == .embed ? metadata.embeddingOutput : metadata.scoresOutput
            guard needed != nil else { throw fail("the task \(task.rawValue) has no output") }
        }
        if let temperature = metadata.temperature, !temperature.isFinite || temperature <= 0 {
            throw fail("the temperature is \(temperature); expected a number above 0")
        }
        let multilabel = metadata.multilabel
        guard multilabel.temperature.isFinite, multilabel.temperature > 0, multilabel.bias.isFinite,
            (0...1).contains(multilabel.threshold)
        else { throw fail("the multi-label calibration is out of range: \(multilabel)") }
        if let sizes = metadata.embeddingDimensions, sizes.isEmpty || !sizes.allSatisfy({ $0 > 0 }) {
            throw fail("the embedding's dimensions are \(sizes); expected one or more whole numbers above 0")
        }
        if let preprocessing = metadata.preprocessing {
            do { try preprocessing.validate() } catch { throw fail(error.message) }
        }
    }
}
