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
            service = try context.tensorService()
        } catch { return context.fail(error) }
        let isLight =
            service.images == nil && context.request.body.count <= PredictionPath.lightByteCount
            && context.request.headers[.contentEncoding] == nil
        PredictionPath(context).run(isLight: isLight) { plain throws(ServingError) in
            let request = try Self.request(plain, service)
            let answer = try InferAnswer(request, service)
            return PredictionPath.Question(
                service: service,
                work: { () throws(ServingError) in
                    let inputs = try InferInputs(
                        request, body: plain.body, imageLimit: context.services.options.imageLimit
                    ).samples(service)
                    return [ModelWork(service: service, inputs: inputs)]
                }, timeoutSeconds: request.timeoutSeconds, priority: Self.priority(request.priority),
                answer: answer.response)
        }
    }

    /// 1 is the highest; 0 leaves it to the model, and so to the header.
    private static func priority(_ number: Int) -> BatchPriority? {
        switch number {
        case 0: nil
        case 1: .high
        default: .normal
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
        let declared = service.declaredShape(port)
        let fixed = declared.compactMap { $0 }
        let size = fixed.reduce(1, *) * port.type.elementType.byteCount
        guard declared.count - fixed.count <= 1, size > 0, bytes % size == 0, bytes > 0,
            fixed.count < declared.count || bytes == size
        else {
            let shape = declared.map { $0.map(String.init) ?? "-1" }.joined(separator: ",")
            throw ServingError(
                .malformed, "\(bytes) bytes are no \(Datatype(port.type.elementType).rawValue) of the shape [\(shape)]")
        }
        return InferRequest.Input(
            name: port.name, datatype: Datatype(port.type.elementType),
            shape: declared.map { $0 ?? bytes / size }, count: bytes / port.type.elementType.byteCount,
            elements: .binary(0..<bytes))
    }
}
