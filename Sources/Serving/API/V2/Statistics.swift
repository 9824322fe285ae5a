import HTTPServer
import JSON
import Repository

/// `GET /v2/models/stats` and `/v2/models/{model}[/versions/{version}]/stats`: counts and times since a version was loaded.
struct V2StatisticsEndpoint: V2Endpoint {
    func handle(_ context: RouteContext) {
        do throws(ServingError) {
            let services: [any ServedModel]
            if let name = context.parameters["model"] {
                services = [try context.service(name: name, version: context.parameters["version"])]
            } else {
                services = context.services.repository.served()
            }
            var writer = JSONWriter()
            writer.beginObject()
            writer.key("model_stats")
            writer.beginArray()
            for service in services { Self.write(service, to: &writer) }
            writer.endArray()
            writer.endObject()
            context.respond(.json(writer.finish()))
        } catch { context.fail(error) }
    }

    private static func write(_ service: any ServedModel, to writer: inout JSONWriter) {
        let counts = service.statistics.counts
        writer.beginObject()
        writer.member("name", service.name)
        writer.member("version", String(service.version))
        writer.member("last_inference", counts.lastInference)
        writer.member("inference_count", counts.images)
        writer.member("execution_count", counts.executions)
        writer.key("inference_stats")
        writer.beginObject()
        for (name, total) in [
            ("success", counts.success), ("fail", counts.fail), ("queue", counts.queue),
            ("compute_input", counts.computeInput), ("compute_infer", counts.computeInfer),
            ("compute_output", counts.computeOutput), ("cache_hit", counts.cacheHit), ("cache_miss", counts.cacheMiss),
        ] { write(total, name, to: &writer) }
        writer.endObject()
        writer.key("response_stats")
        writer.beginObject()
        writer.endObject()
        writer.key("batch_stats")
        writer.beginArray()
        for (size, batches) in counts.batches.sorted(by: { $0.key < $1.key }) {
            writer.beginObject()
            writer.member("batch_size", size)
            write(batches.input, "compute_input", to: &writer)
            write(batches.infer, "compute_infer", to: &writer)
            write(batches.output, "compute_output", to: &writer)
            writer.endObject()
        }
        writer.endArray()
        writer.key("memory_usage")
        writer.beginArray()
        writer.endArray()
        writer.endObject()
    }

    private static func write(_ total: ModelStatistics.Total, _ name: String, to writer: inout JSONWriter) {
        writer.key(name)
        writer.beginObject()
        writer.member("count", total.count)
        writer.member("ns", Int(clamping: total.nanoseconds))
        writer.endObject()
    }
}
