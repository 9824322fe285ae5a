import HTTPServer
import Inference
import JSON
import ModelGraph
import Repository

/// `GET /v2/models/{model}[/versions/{version}]/config`: the model's configuration in Triton's form.
struct V2ModelConfigEndpoint: V2Endpoint {
    func handle(_ context: RouteContext) {
        do throws(ServingError) {
            let service = try context.tensorService()
            context.respond(.json(Self.body(service)))
        } catch { context.fail(error) }
    }

    private static func body(_ service: ModelService) -> [UInt8] {
        let inference = service.model.inference
        let isBatched = service.splitsRows
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("name", service.model.name)
        writer.member("platform", V2ModelMetadataEndpoint.platform)
        writer.member("backend", "mantissa")
        // 0 says that the first axis does not count samples.
        writer.member("max_batch_size", isBatched ? service.maximumBatch : 0)
        writer.key("version_policy")
        writer.beginObject()
        writer.key("all")
        writer.beginObject()
        writer.endObject()
        writer.endObject()
        for (key, ports) in [("input", inference.inputs), ("output", inference.outputs)] {
            writer.key(key)
            writer.beginArray()
            for port in ports {
                writer.beginObject()
                writer.member("name", port.name)
                writer.member("data_type", Datatype(port.type.elementType).configurationName)
                writer.key("dims")
                writer.beginArray()
                for extent in service.declaredShape(port).dropFirst(isBatched ? 1 : 0) { writer.value(extent ?? -1) }
                writer.endArray()
                writer.endObject()
            }
            writer.endArray()
        }
        writer.key("instance_group")
        writer.beginArray()
        writer.beginObject()
        writer.member("name", service.model.name)
        writer.member("kind", "KIND_CPU")
        writer.member("count", 1)
        writer.endObject()
        writer.endArray()
        if isBatched {
            writer.key("dynamic_batching")
            writer.beginObject()
            writer.key("preferred_batch_size")
            writer.beginArray()
            writer.endArray()
            writer.member("max_queue_delay_microseconds", service.maximumDelayMicroseconds)
            writer.member("priority_levels", 2)
            writer.member("default_priority_level", 2)
            writer.endObject()
        }
        writer.endObject()
        return writer.finish()
    }
}
