import Checkpoint
import HTTPServer
import JSON
import Repository

/// `GET /info`: the default model and the server's limits, in the form of text-embeddings-inference. What that says of
/// tokens has no counterpart and is left out.
struct TEIInfoEndpoint: Endpoint {
    func handle(_ context: RouteContext) {
        let service: any ServedModel
        do throws(ServingError) { service = try context.service(name: nil, version: nil) } catch {
            return context.fail(error)
        }
        let options = context.services.options
        let model = service.answering
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("model_id", model.name)
        writer.member("model_sha", model.sha256)
        writer.member("model_dtype", "int16")
        writer.member("served_model_name", model.name)
        writer.key("model_type")
        writer.beginObject()
        writer.key(model.tasks.contains(.embed) ? "embedding" : "classifier")
        writer.beginObject()
        writer.endObject()
        writer.endObject()
        writer.member("max_concurrent_requests", options.queueLimit)
        writer.member("max_batch_requests", service.members.map(\.maximumBatch).min() ?? 1)
        writer.member("max_client_batch_size", options.imageLimit)
        writer.key("auto_truncate")
        writer.value(false)
        writer.member("version", options.version)
        writer.endObject()
        context.respond(.json(writer.finish()))
    }

    func response(to error: ServingError) -> ServerResponse { TEIError.response(error) }
}
