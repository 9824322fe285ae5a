import HTTPServer
import HTTPTypes

/// `GET /metrics`: Prometheus text.
struct MetricsEndpoint: Endpoint {
    func handle(_ context: RouteContext) {
        let services = context.services
        context.respond(
            ServerResponse(
                status: .ok,
                headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8", .cacheControl: "no-store"],
                body: services.metrics.text(depths: services.depths, cache: services.cache.figures)))
    }
}
