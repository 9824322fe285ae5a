import Checkpoint
import HTTPServer
import Inference
import ModelGraph
import Repository

/// From a model's outputs to the answer that a request asks for; it keeps nothing of the request's elements.
struct InferAnswer: Sendable {
    private let id: String?
    private let outputs: [InferRequest.Output]
    private let wantsBinary: Bool
    private let service: ModelService

    /// - Throws: `ServingError` for an output that the model does not have.
    init(_ request: InferRequest, _ service: ModelService) throws(ServingError) {
        let names = service.model.inference.outputs.map(\.name)
        for output in request.outputs where !names.contains(output.name) {
            throw ServingError(
                .malformed,
                "the model has no output \"\(output.name.prefix(100))\"; it has \(names.joined(separator: ", "))")
        }
        id = request.id
        outputs = request.outputs.isEmpty ? names.map { InferRequest.Output(name: $0) } : request.outputs
        wantsBinary = request.wantsBinary
        self.service = service
    }

    /// - Parameter results: of each sample, in their order.
    /// - Throws: `ServingError` for what an output cannot be told as.
    @Sendable func response(_ results: [ModelService.Output]) throws(ServingError) -> ServerResponse {
        var answers: [InferResponse.Output] = []
        for output in outputs {
            let tensor = try tensor(output.name, results)
            var content = InferResponse.Content.tensor(tensor)
            if let classes = output.classes {
                let isScores = output.name == service.model.metadata.scoresOutput
                content = try Classification.content(
                    tensor, name: output.name, count: classes,
                    rows: service.splitsRows ? tensor.shape.first : results.count > 1 ? results.count : nil,
                    labels: isScores ? service.model.metadata.labels : nil)
            }
            answers.append(.init(name: output.name, isBinary: output.isBinary ?? wantsBinary, content: content))
        }
        return try InferResponse(
            model: service.model.name, version: service.model.version, id: id, outputs: answers
        ).response()
    }

    /// One output of all samples, one behind the other.
    private func tensor(_ name: String, _ results: [ModelService.Output]) throws(ServingError) -> Tensor {
        let tensors = results.compactMap { $0.tensors[name] }
        guard let first = tensors.first, tensors.count == results.count else {
            throw ServingError(.internal, "the model gave no output \"\(name)\"")
        }
        guard tensors.count > 1 else { return first }
        let fit = tensors.allSatisfy {
            !$0.shape.isEmpty && $0.elementType == first.elementType && $0.shape.dropFirst() == first.shape.dropFirst()
        }
        guard fit else {
            throw ServingError(
                .malformed,
                "output \"\(name)\" has another shape for each sample; ask for it with one sample in a request")
        }
        return Tensor.concatenated(tensors)
    }
}
