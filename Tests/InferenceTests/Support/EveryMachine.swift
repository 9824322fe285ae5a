import Inference
import Kernels
import ModelGraph
import Testing

/// Runs a model on every instruction set of this machine with 1, 2 and 3 threads, and expects the same bits each time.
func expectEverywhere(
    _ model: QuantizedGraph, _ inputs: [String: Tensor], _ expected: [String: Tensor], saturations: Int? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    for set in InstructionSet.supported {
        let loaded = try InferenceModel(model, instructionSet: set)
        for threads in 1...3 {
            let session = InferenceSession(model: loaded, pool: WorkerPool(threads: threads))
            // Twice: the second inference finds the arena full of the first one's values.
            for turn in 0..<2 {
                let result = try session.run(inputs.mapValues { .tensor($0) })
                for (name, tensor) in expected.sorted(by: { $0.key < $1.key }) {
                    let got = try #require(result.outputs[name], sourceLocation: sourceLocation)
                    let place = "\(name) on \(set) with \(threads) threads, turn \(turn)"
                    #expect(got.shape == tensor.shape, "\(place)", sourceLocation: sourceLocation)
                    #expect(
                        bits(got) == bits(tensor), "\(place)\(difference(got, tensor))", sourceLocation: sourceLocation)
                }
                if let saturations {
                    #expect(result.saturations == saturations, sourceLocation: sourceLocation)
                }
            }
        }
    }
}

/// One run, on the best instruction set.
func run(_ model: QuantizedGraph, _ inputs: [String: Tensor], threads: Int = 1) throws -> InferenceResult {
    let session = InferenceSession(model: try InferenceModel(model), pool: WorkerPool(threads: threads))
    return try session.run(inputs.mapValues { .tensor($0) })
}

/// -0 and 0 are the same answer here: an integer has one zero.
private func bits(_ tensor: Tensor) -> [UInt32] { (tensor.floats ?? []).map { $0 == 0 ? 0 : $0.bitPattern } }

private func difference(_ got: Tensor, _ expected: Tensor) -> String {
    guard let a = got.floats, let b = expected.floats, a.count == b.count,
        let index = a.indices.first(where: { a[$0] != b[$0] })
    else { return "" }
    return ": element \(index) is \(a[index]) instead of \(b[index])"
}
