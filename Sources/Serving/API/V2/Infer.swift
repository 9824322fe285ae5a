import Batching
import Checkpoint
import HTTPServer
import HTTPTypes
import Inference
import ModelGraph
import Repository

/// `POST /v2/models/{model}[/versions/{version}]/infer`: any model, by tensors; models of images also by image files.
struct InferEndpoint: V2Endpoint {
    func handle(_ context: RouteContext) {
        let service: ModelService
        do throws(ServingError) {
            service = try context.service(name: context.parameters["model"], version: context.parameters["version"])
        } catch { return context.fail(error) }
        PredictionPath(context).run { () throws(ServingError) in
            let body = context.request.body
            let request = try Self.request(context.request, service)
            let outputs = try Self.outputs(request, service)
            return PredictionPath.Question(
                service: service,
                inputs: { () throws(ServingError) in
                    let inputs = try InferInputs(request, body: body, imageLimit: context.services.options.imageLimit)
                    return try inputs.samples(service)
                }, timeoutSeconds: request.timeoutSeconds, priority: request.priority == 1 ? .high : nil
            ) { results throws(ServingError) in
                try Self.answer(request, outputs, results, service)
            }
        }
    }

    private static func request(_ request: ServerRequest, _ service: ModelService) throws(ServingError) -> InferRequest
    {
        guard let field = request.headers[.inferenceHeaderContentLength] else {
            return try InferRequest(request.body, headerLength: nil)
        }
        guard !field.isEmpty, field.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int(field) else {
            throw ServingError(
                .malformed, "Inference-Header-Content-Length is \"\(field.prefix(40))\"; expected a number of bytes")
        }
        if length == 0 { return InferRequest(raw: try rawInput(request.body.count, service)) }
        return try InferRequest(request.body, headerLength: length)
    }

    /// The only input of a model, from the number of bytes of a body without JSON.
    private static func rawInput(_ bytes: Int, _ service: ModelService) throws(ServingError) -> InferRequest.Input {
        let ports = service.model.inference.inputs
        guard let port = ports.first, ports.count == 1 else {
            throw ServingError(
                .malformed, "a request without JSON needs a model of one input; this one has \(ports.count)")
        }
        let fixed = port.type.shape.compactMap(\.fixed)
        let size = fixed.reduce(1, *) * port.type.elementType.byteCount
        guard port.type.shape.count - fixed.count <= 1, size > 0, bytes % size == 0, bytes > 0,
            fixed.count < port.type.shape.count || bytes == size
        else {
            throw ServingError(
                .malformed,
                "\(bytes) bytes are no input of the shape [\(port.type.shape.map(\.description).joined(separator: ", "))]"
            )
        }
        return InferRequest.Input(
            name: port.name, datatype: Datatype(port.type.elementType),
            shape: port.type.shape.map { $0.fixed ?? bytes / size }, count: bytes / port.type.elementType.byteCount,
            elements: .binary(0..<bytes))
    }

    /// The outputs that are asked for, or all of the model's.
    private static func outputs(
        _ request: InferRequest, _ service: ModelService
    ) throws(ServingError) -> [InferRequest.Output] {
        let names = service.model.inference.outputs.map(\.name)
        for output in request.outputs where !names.contains(output.name) {
            throw ServingError(
                .malformed,
                "the model has no output \"\(output.name.prefix(100))\"; it has \(names.joined(separator: ", "))")
        }
        return request.outputs.isEmpty ? names.map { InferRequest.Output(name: $0) } : request.outputs
    }

    private static func answer(
        _ request: InferRequest, _ wanted: [InferRequest.Output], _ results: [ModelService.Output],
        _ service: ModelService
    ) throws(ServingError) -> ServerResponse {
        var outputs: [InferResponse.Output] = []
        for output in wanted {
            let tensors = results.compactMap { $0.tensors[output.name] }
            guard tensors.count == results.count, !tensors.isEmpty else {
                throw ServingError(.internal, "the model gave no output \"\(output.name)\"")
            }
            let tensor = Tensor.concatenated(tensors)
            var content = InferResponse.Content.tensor(tensor)
            if let classes = output.classes {
                let isScores = output.name == service.model.metadata.scoresOutput
                content = try Classification.content(
                    tensor, name: output.name, count: classes, isBatched: service.splitsRows,
                    labels: isScores ? service.model.metadata.labels : nil)
            }
            outputs.append(.init(name: output.name, isBinary: output.isBinary ?? request.wantsBinary, content: content))
        }
        return try InferResponse(
            model: service.model.name, version: service.model.version, id: request.id, outputs: outputs
        ).response()
    }
}
