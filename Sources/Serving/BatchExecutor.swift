import Checkpoint
import Inference
import ModelGraph
import Repository

/// Runs batches of images through a model's plan, on the batch thread.
struct BatchExecutor: Sendable {
    let model: ReadyModel
    let pool: WorkerPool
    /// Of one image, in the order that the model declares.
    let shape: [Int]
    let maximumBatch: Int
    let observe: @Sendable (_ images: Int, _ saturations: Int) -> Void

    /// To be called on the thread that runs the batches: the session stays there.
    func make() -> ([[Int16]]) -> [Result<ModelService.Output, any Error>] {
        let session = InferenceSession(model: model.inference, pool: pool)
        return { images in
            do {
                let outputs = try run(images, session)
                return outputs.map(Result.success)
            } catch {
                return images.map { _ in .failure(error) }
            }
        }
    }

    private func run(_ images: [[Int16]], _ session: InferenceSession) throws -> [ModelService.Output] {
        // A model of a fixed batch gets one of that size, filled up with the last image.
        let fixed = model.input.type.shape.first?.fixed
        let rows = fixed ?? images.count
        var mantissas: [Int16] = []
        mantissas.reserveCapacity(rows * (images.first?.count ?? 0))
        for row in 0..<rows { mantissas += images[min(row, images.count - 1)] }
        var batchShape = shape
        batchShape[0] = rows
        let result = try session.run([model.inputName: .mantissas(mantissas, shape: batchShape)])
        observe(images.count, result.saturations)
        let scores = try self.rows(result.outputs, model.metadata.scoresOutput, rows)
        let embeddings = try self.rows(result.outputs, model.metadata.embeddingOutput, rows)
        return images.indices.map { ModelService.Output(scores: scores[$0], embedding: embeddings[$0]) }
    }

    private func rows(_ outputs: [String: Tensor], _ name: String?, _ count: Int) throws -> [[Float]] {
        guard let name else { return [[Float]](repeating: [], count: count) }
        guard let floats = outputs[name]?.floats, floats.count % count == 0 else {
            throw ServingError(.internal, "the output \(name) has no row for each image")
        }
        let size = floats.count / count
        return (0..<count).map { Array(floats[$0 * size..<($0 + 1) * size]) }
    }
}
