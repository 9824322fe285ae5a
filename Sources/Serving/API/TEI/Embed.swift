import Checkpoint
import HTTPServer
import JSON

/// `POST /embed`: embeddings by the default model, in the form of Hugging Face's text-embeddings-inference.
struct TEIEmbedEndpoint: Endpoint {
    func handle(_ context: RouteContext) {
        PredictionPath(context).run { plain throws(ServingError) in
            let request = try TEIEmbedRequest(plain, imageLimit: context.services.options.imageLimit)
            let service = try context.service(name: nil, version: nil)
            let answer = TaskAnswer(task: .embed, model: service.answering)
            let options = try answer.check(request.options)
            return PredictionPath.Question(
                service: service,
                cacheKey: context.services.cacheKey(
                    ["tei", "\(request.normalizes)"], service, request.options, request.images),
                work: { () throws(ServingError) in try service.work(on: request.images, options) },
                timeoutSeconds: request.options.timeoutSeconds
            ) { [normalizes = request.normalizes] outputs throws(ServingError) in
                let embeddings =
                    normalizes
                    ? try answer.embeddings(outputs, options)
                    : try answer.features(outputs, dimensions: options.dimensions)
                return .json(Self.body(embeddings))
            }
        }
    }

    func response(to error: ServingError) -> ServerResponse { TEIError.response(error) }

    private static func body(_ embeddings: [[Float]]) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginArray()
        for embedding in embeddings { writer.array(embedding) }
        writer.endArray()
        return writer.finish()
    }
}
