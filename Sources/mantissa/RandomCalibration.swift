import ModelGraph
import PortableMath
import Quantization

/// Inputs for measuring the speed of a model that nobody gave images for.
enum RandomCalibration {
    /// Uniform values in -2...2, the range of normalized photographs, for every input of a graph.
    ///
    /// - Throws: `CommandFailure` for an input whose shape is open beyond the batch.
    static func inputs(_ ports: [Port], batch: Int, seed: UInt64) throws -> [String: Tensor] {
        var generator = SplitMix64(state: seed)
        var tensors: [String: Tensor] = [:]
        for input in ports {
            var shape = input.type.shape.map(\.fixed)
            if let first = shape.first, first == nil { shape[0] = batch }
            let extents = shape.compactMap { $0 }
            guard extents.count == shape.count else {
                throw CommandFailure(
                    "input \"\(input.name)\" has the open shape \(input.type.shape); only the first extent may be open here"
                )
            }
            guard input.type.elementType == .float32 else {
                throw CommandFailure(
                    "input \"\(input.name)\" is of type \(input.type.elementType.rawValue); only F32 can be made up here"
                )
            }
            let floats = (0..<extents.reduce(1, *)).map { _ in Float(generator.next() >> 40) / 4_194_304 - 2 }
            tensors[input.name] = Tensor(shape: extents, floats: floats)
        }
        return tensors
    }

    /// A quantized graph fit for timing: calibrated on two random inputs.
    static func quantize(_ graph: Graph) throws -> QuantizedGraph {
        let samples = try [2, 3].map { try inputs(graph.inputs, batch: 1, seed: $0) }
        return try Quantizer.quantize(
            graph: graph, calibration: CalibrationSource(samples), options: QuantizerOptions()
        ) { _, _ in }.0
    }
}
