import JSON
import Metrics

extension ModelStatistics {
    /// The object `statistics` of a version in `/v1/models/{model}`.
    func write(to writer: inout JSONWriter) {
        let counts = counts
        writer.beginObject()
        writer.member("requests", counts.success.count + counts.fail.count)
        writer.member("failed", counts.fail.count)
        writer.member("images", counts.images)
        writer.member("batches", counts.executions)
        writer.key("mean_batch_size")
        if let mean = counts.meanBatchSize { writer.value(mean) } else { writer.null() }
        writer.member("saturated_activations", counts.saturations)
        writer.key("seconds")
        writer.beginObject()
        for stage in Stage.allCases {
            let histogram = histogram(stage)
            writer.key(stage.rawValue)
            writer.beginObject()
            for (name, share) in [("p50", 0.5), ("p99", 0.99)] {
                writer.key(name)
                if let seconds = histogram.quantile(share) { writer.value(seconds) } else { writer.null() }
            }
            writer.endObject()
        }
        writer.endObject()
        writer.endObject()
    }
}
