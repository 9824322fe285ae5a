import Batching
import Checkpoint
import Inference
import ModelGraph
import Repository

/// Runs batches of samples through a model's plan, on the calling thread. Safe to use from several threads.
struct BatchExecutor: Sendable {
    let model: ReadyModel
    let sessions: SessionPool
    /// The number of samples that the model always takes; nil for any.
    let fixedBatch: Int?
    let sizes: BatchSizePolicy
    let statistics: ModelStatistics
    /// Is told of each batch that was formed.
    let observe: @Sendable (_ samples: Int, _ saturations: Int) -> Void

    @Sendable func execute(
        _ samples: [ModelInput], _ share: ComputeShare,
        _ finish: (_ position: Int, Result<ModelService.Output, any Error>) -> Void
    ) {
        let start = Clock.threadTime()
        let result = Result { try run(samples, share) }
        // Whoever has the answer finds the batch counted.
        observe(samples.count, (try? result.get())?.saturations ?? 0)
        if share == .oneCore { sizes.record(samples: samples.count, nanoseconds: Clock.threadTime() - start) }
        for position in samples.indices { finish(position, result.map { $0.outputs[position] }) }
    }

    private func run(
        _ samples: [ModelInput], _ share: ComputeShare
    ) throws -> (outputs: [ModelService.Output], saturations: Int) {
        let start = Clock.now()
        let last = samples.count - 1
        // A model of a fixed batch gets one of that size, filled up with the last sample.
        let rows = fixedBatch ?? samples.count
        var inputs: [String: InferenceInput] = [:]
        for name in samples.first.map({ $0.tensors.keys }) ?? [:].keys {
            inputs[name] = InferenceInput.concatenated((0..<rows).compactMap { samples[min($0, last)].tensors[name] })
        }
        let ready = Clock.now()
        let result = try sessions.withSession { try $0.run(inputs, onOneThread: share == .oneCore) }
        let computed = Clock.now()
        let outputs = try samples.indices.map { index in
            var output = ModelService.Output()
            if !samples[index].wantsTensors {
                output.scores = try floats(result, model.metadata.scoresOutput, index, rows)
                output.embedding = try floats(result, model.metadata.embeddingOutput, index, rows)
            } else {
                output.tensors = try result.outputs.mapValues { tensor in
                    if rows == 1 { return tensor }
                    guard tensor.shape.first == rows else { throw Self.noRows }
                    return tensor.rows(index..<index + 1)
                }
            }
            return output
        }
        statistics.recordExecution(
            samples: samples.count, saturations: result.saturations, input: ready - start, infer: computed - ready,
            output: Clock.now() - computed)
        return (outputs, result.saturations)
    }

    private func floats(_ result: InferenceResult, _ name: String?, _ index: Int, _ rows: Int) throws -> [Float] {
        guard let name else { return [] }
        guard let floats = result.outputs[name]?.floats, floats.count % rows == 0 else { throw Self.noRows }
        let size = floats.count / rows
        return rows == 1 ? floats : Array(floats[index * size..<(index + 1) * size])
    }

    private static let noRows = ServingError(.internal, "an output of the model has no row for each sample")
}
