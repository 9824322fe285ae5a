import HTTPServer
import HTTPTypes
import JSON
import Repository

/// `GET /v2/health/live`: the process answers.
struct V2LiveEndpoint: V2Endpoint {
    func handle(_ context: RouteContext) { context.respond(.json(Array("{\"live\":true}".utf8))) }
}

/// `GET /v2/health/ready`: models are loaded and warm, and the server is not draining; else 503.
struct V2ReadyEndpoint: V2Endpoint {
    func handle(_ context: RouteContext) {
        guard context.services.currentPhase == .ready else {
            return context.fail(ServingError(.unavailable, "the server is not ready"))
        }
        context.respond(.json(Array("{\"ready\":true}".utf8)))
    }
}

/// `GET /v2/models/{model}[/versions/{version}]/ready`: this model answers; else 503, or 404 for an unknown one.
struct V2ModelReadyEndpoint: V2Endpoint {
    func handle(_ context: RouteContext) {
        do throws(ServingError) {
            let service = try context.service()
            var writer = JSONWriter()
            writer.beginObject()
            writer.member("name", service.name)
            writer.key("ready")
            writer.value(true)
            writer.endObject()
            context.respond(.json(writer.finish()))
        } catch { context.fail(error) }
    }
}
