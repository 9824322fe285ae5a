import HTTPServer
import Inference
import JSON
import ModelGraph
import Repository

/// `GET /v2/models/{model}[/versions/{version}]`: inputs and outputs.
struct V2ModelMetadataEndpoint: V2Endpoint {
    static let platform = "mantissa_dfp16"

    func handle(_ context: RouteContext) {
        do throws(ServingError) {
            let service = try context.tensorService()
            let name = service.model.name
            let entry = context.services.repository.entries().first { $0.name == name }
            var writer = JSONWriter()
            writer.beginObject()
            writer.member("name", name)
            writer.key("versions")
            writer.beginArray()
            for version in entry?.versions ?? [] where version.state == .ready { writer.value(String(version.version)) }
            writer.endArray()
            writer.member("platform", Self.platform)
            for (key, ports) in [
                ("inputs", service.model.inference.inputs), ("outputs", service.model.inference.outputs),
            ] {
                writer.key(key)
                writer.beginArray()
                for port in ports { Self.write(port, service.declaredShape(port), to: &writer) }
                writer.endArray()
            }
            writer.endObject()
            context.respond(.json(writer.finish()))
        } catch { context.fail(error) }
    }

    private static func write(_ port: Port, _ shape: [Int?], to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("name", port.name)
        writer.member("datatype", Datatype(port.type.elementType).rawValue)
        writer.key("shape")
        writer.beginArray()
        // -1 for an extent that is only known when the model is asked.
        for extent in shape { writer.value(extent ?? -1) }
        writer.endArray()
        writer.endObject()
    }
}
