import HTTPServer
import JSON

/// `GET /v2`: what this server is, and which extensions it has.
struct V2ServerMetadataEndpoint: V2Endpoint {
    private static let extensions = [
        "classification", "model_repository", "schedule_policy", "model_configuration", "binary_tensor_data",
        "parameters", "statistics",
    ]

    func handle(_ context: RouteContext) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("name", "mantissa")
        writer.member("version", context.services.options.version)
        writer.key("extensions")
        writer.beginArray()
        for name in Self.extensions { writer.value(name) }
        writer.endArray()
        writer.endObject()
        context.respond(.json(writer.finish()))
    }
}
