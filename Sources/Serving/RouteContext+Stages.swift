import Tracing

extension RouteContext {
    /// Tells metrics and the trace of a stage that has ended.
    ///
    /// - Parameters:
    ///   - model: its name.
    ///   - start: on `Clock`.
    ///   - batch: the samples that were computed together, where there was a batch.
    func observe(
        _ stage: ServerMetrics.Stage, model: String, start: UInt64, nanoseconds: UInt64, batch: Int? = nil
    ) {
        services.metrics.observe(stage, route: pattern, model: model, nanoseconds: nanoseconds)
        trace.add(stage.rawValue, start: start, nanoseconds: nanoseconds, attributes: Self.attributes(model, batch))
    }

    private static func attributes(_ model: String, _ batch: Int?) -> SpanAttributes {
        var attributes: SpanAttributes = ["mantissa.model": .string(model)]
        if let batch { attributes["mantissa.batch_size"] = batch }
        return attributes
    }
}
