import Checkpoint
import ModelGraph
import Quantization

/// The samples that `--calibration` names.
struct CalibrationSamples {
    let source: CalibrationSource
    let isImages: Bool
    /// The images' file names, in order; empty for tensors.
    let fileNames: [String]

    /// - Throws: `CommandFailure`.
    init(path: String, graph: Graph, preprocessing: Preprocessing?) throws {
        if ImageFolder.isFolder(path) {
            guard let preprocessing else {
                throw CommandFailure("calibration on images needs --preprocess: how they become the model's input")
            }
            guard graph.inputs.count == 1, let input = graph.inputs.first else {
                throw CommandFailure("the model has \(graph.inputs.count) inputs; calibrate it on a safetensors file")
            }
            let paths = try ImageFolder.paths(path)
            let reader = try ImageReader(preprocessing)
            source = CalibrationSource(count: paths.count) { [input.name: try reader.tensor(path: paths[$0])] }
            fileNames = paths.map { String($0.split(separator: "/").last ?? "") }
            isImages = true
        } else {
            source = CalibrationSource(try Self.tensors(path: path, graph: graph))
            fileNames = []
            isImages = false
        }
    }

    /// `NAME` for one sample, `NAME.0`, `NAME.1` ... for several; other tensors of the file are passed over.
    private static func tensors(path: String, graph: Graph) throws -> [[String: Tensor]] {
        let all = try SafetensorsFile(path: path).tensors()
        let names = graph.inputs.map(\.name)
        func sample(_ key: (String) -> String) -> [String: Tensor]? {
            var sample: [String: Tensor] = [:]
            for name in names { sample[name] = all[key(name)] }
            return sample.count == names.count ? sample : nil
        }
        if let only = sample({ $0 }) { return [only] }
        // Numbers may have gaps: those of the first input count.
        let first = names.first ?? ""
        let numbers = all.keys.compactMap { key in
            key.hasPrefix(first + ".") ? Int(key.dropFirst(first.count + 1)) : nil
        }
        let samples = numbers.sorted().compactMap { number in sample { "\($0).\(number)" } }
        guard !samples.isEmpty else {
            throw CommandFailure(
                "\(path) holds no tensors named \(names.joined(separator: ", ")), or \(first).0, \(first).1 ...")
        }
        return samples
    }
}
