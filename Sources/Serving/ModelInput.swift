import Inference
import ModelGraph

/// What waits in a model's queue: one sample, or, for a model that takes no batches, one whole set of inputs.
struct ModelInput: Sendable {
    /// By the names of the model's inputs; a sample has the leading extent 1.
    var tensors: [String: InferenceInput]
    /// Whether the answer needs every output as a tensor, beside scores and embedding.
    var wantsTensors = false

    /// Samples of one key can be computed together: they come in the same form, and their shapes are the same.
    var key: [Int] {
        tensors.sorted { $0.key < $1.key }.flatMap { [form(of: $0.value), $0.value.shape.count] + $0.value.shape }
    }

    private func form(of input: InferenceInput) -> Int {
        switch input {
        case .tensor: 0
        case .mantissas: 1
        case .pixels: 2
        }
    }

    /// Bytes of the elements, about.
    var byteCount: Int {
        tensors.values.reduce(0) { sum, input in
            switch input {
            case .tensor(let tensor): sum + tensor.count * 4
            case .mantissas(let mantissas, _): sum + mantissas.count * 2
            case .pixels(let pixels, _, _): sum + pixels.count
            }
        }
    }
}
