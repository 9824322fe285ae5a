import Checkpoint
import HTTPServer
import JSON

/// `POST /v1/embeddings`: embeddings of images in the form of OpenAI's interface.
struct EmbeddingsEndpoint: Endpoint {
    func handle(_ context: RouteContext) {
        PredictionPath(context).run { plain throws(ServingError) in
            let request = try EmbeddingsRequest(
                plain, imageLimit: context.services.options.imageLimit)
            let service = try context.service(name: request.name, version: request.version)
            let answer = TaskAnswer(task: .embed, model: service.answering)
            let options = try answer.check(request.options)
            return PredictionPath.Question(
                service: service,
                cacheKey: context.services.cacheKey(
                    ["openai", request.model], service, request.options, request.images),
                work: { () throws(ServingError) in
                    do throws(ServingError) { return try service.work(on: request.images, options) } catch {
                        throw ServingError(error.kind, error.message, parameter: "input")
                    }
                }, timeoutSeconds: request.options.timeoutSeconds
            ) { [model = request.model] outputs throws(ServingError) in
                .json(Self.body(try answer.embeddings(outputs, options), options.encoding, model: model))
            }
        }
    }

    func response(to error: ServingError) -> ServerResponse { OpenAIError.response(error) }

    /// - Parameter model: as the request named it.
    static func body(_ embeddings: [[Float]], _ encoding: RequestOptions.Encoding, model: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("object", "list")
        writer.key("data")
        writer.beginArray()
        for (index, embedding) in embeddings.enumerated() {
            writer.beginObject()
            writer.member("object", "embedding")
            writer.member("index", index)
            writer.key("embedding")
            PredictionResponse.write(embedding, encoding, to: &writer)
            writer.endObject()
        }
        writer.endArray()
        writer.member("model", model)
        // There are no tokens: images are counted.
        writer.key("usage")
        writer.beginObject()
        writer.member("prompt_tokens", embeddings.count)
        writer.member("total_tokens", embeddings.count)
        writer.endObject()
        writer.endObject()
        return writer.finish()
    }
}
