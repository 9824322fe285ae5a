import Checkpoint
import HTTPServer
import HTTPTypes
import Repository

/// The table of all routes, and the way from a request to its endpoint.
struct Router: Sendable {
    /// A class, since routes are passed around with every request and never change.
    final class Route: Sendable {
        let method: HTTPRequest.Method
        let pattern: String
        /// Who may ask it; HEAD is as GET, and OPTIONS is everybody's.
        let access: RouteAccess
        let endpoint: any Endpoint

        init(_ method: HTTPRequest.Method, _ pattern: String, _ access: RouteAccess, _ endpoint: any Endpoint) {
            self.method = method
            self.pattern = pattern
            self.access = access
            self.endpoint = endpoint
            segments =
                pattern == "/" ? [] : pattern.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
            hasParameters = segments.contains { $0.first == "{" }
        }

        /// As `ServerRequest.pathSegments`: `/` has none, and a slash at the end an empty last one.
        let segments: [Substring]
        private let hasParameters: Bool

        /// What the parts of a path that this route matches stand for.
        func parameters(_ path: [String]) -> [String: String] {
            guard hasParameters else { return [:] }
            var parameters: [String: String] = [:]
            for (expected, got) in zip(segments, path) where expected.first == "{" {
                parameters[String(expected.dropFirst().dropLast())] = got
            }
            return parameters
        }
    }

    static let routes: [Route] = [
        Route(.get, "/", .open, PageEndpoint()),
        Route(.get, "/livez", .open, LivezEndpoint()),
        Route(.get, "/readyz", .open, ReadyzEndpoint()),
        Route(.get, "/metrics", .metrics, MetricsEndpoint()),
        Route(.get, "/openapi.yaml", .predict, OpenAPIEndpoint()),
        Route(.get, "/v1/models", .predict, ModelListEndpoint()),
        Route(.get, "/v1/models/{model}", .predict, ModelEndpoint()),
        Route(.post, "/v1/embeddings", .predict, EmbeddingsEndpoint()),
        Route(.get, "/v2", .predict, V2ServerMetadataEndpoint()),
        Route(.get, "/v2/", .predict, V2ServerMetadataEndpoint()),
        Route(.get, "/v2/health/live", .predict, V2LiveEndpoint()),
        Route(.get, "/v2/health/ready", .predict, V2ReadyEndpoint()),
        // Before the models: one of the name `stats` is reached by its version.
        Route(.get, "/v2/models/stats", .predict, V2StatisticsEndpoint()),
        Route(.get, "/v2/models/{model}/stats", .predict, V2StatisticsEndpoint()),
        Route(.get, "/v2/models/{model}/versions/{version}/stats", .predict, V2StatisticsEndpoint()),
        Route(.get, "/v2/models/{model}", .predict, V2ModelMetadataEndpoint()),
        Route(.get, "/v2/models/{model}/versions/{version}", .predict, V2ModelMetadataEndpoint()),
        Route(.get, "/v2/models/{model}/ready", .predict, V2ModelReadyEndpoint()),
        Route(.get, "/v2/models/{model}/versions/{version}/ready", .predict, V2ModelReadyEndpoint()),
        Route(.get, "/v2/models/{model}/config", .predict, V2ModelConfigEndpoint()),
        Route(.get, "/v2/models/{model}/versions/{version}/config", .predict, V2ModelConfigEndpoint()),
        Route(.post, "/v2/models/{model}/infer", .predict, InferEndpoint()),
        Route(.post, "/v2/models/{model}/versions/{version}/infer", .predict, InferEndpoint()),
        Route(.post, "/v2/repository/index", .predict, V2RepositoryIndexEndpoint()),
        Route(.post, "/v2/repository/models/{model}/load", .admin, V2RepositoryLoadEndpoint()),
        Route(.post, "/v2/repository/models/{model}/unload", .admin, V2RepositoryUnloadEndpoint()),
        Route(.get, "/v2/systemsharedmemory/status", .predict, V2SharedMemoryStatusEndpoint()),
        Route(.get, "/v2/cudasharedmemory/status", .predict, V2SharedMemoryStatusEndpoint()),
        Route(.post, "/v2/systemsharedmemory/unregister", .predict, V2SharedMemoryUnregisterEndpoint()),
        Route(.post, "/v2/cudasharedmemory/unregister", .predict, V2SharedMemoryUnregisterEndpoint()),
        Route(.post, "/v2/systemsharedmemory/region/{region}/unregister", .predict, V2SharedMemoryUnregisterEndpoint()),
        Route(.post, "/v2/cudasharedmemory/region/{region}/unregister", .predict, V2SharedMemoryUnregisterEndpoint()),
        Route(.post, "/v2/systemsharedmemory/region/{region}/register", .predict, V2SharedMemoryRegisterEndpoint()),
        Route(.post, "/v2/cudasharedmemory/region/{region}/register", .predict, V2SharedMemoryRegisterEndpoint()),
        Route(.post, "/embed", .predict, TEIEmbedEndpoint()),
        Route(.get, "/info", .predict, TEIInfoEndpoint()),
        Route(.post, "/v1/classify", .predict, PredictEndpoint(task: .classify)),
        Route(.post, "/v1/multilabel", .predict, PredictEndpoint(task: .multilabel)),
        Route(.post, "/v1/embed", .predict, PredictEndpoint(task: .embed)),
        Route(.post, "/v1/models/{model}/classify", .predict, PredictEndpoint(task: .classify)),
        Route(.post, "/v1/models/{model}/multilabel", .predict, PredictEndpoint(task: .multilabel)),
        Route(.post, "/v1/models/{model}/embed", .predict, PredictEndpoint(task: .embed)),
        Route(.post, "/v1/models/{model}/versions/{version}/classify", .predict, PredictEndpoint(task: .classify)),
        Route(.post, "/v1/models/{model}/versions/{version}/multilabel", .predict, PredictEndpoint(task: .multilabel)),
        Route(.post, "/v1/models/{model}/versions/{version}/embed", .predict, PredictEndpoint(task: .embed)),
    ]

    enum Match {
        case found(Route, [String: String])
        /// The path exists, as that of this route among others; these methods do.
        case methodNotAllowed(Route, allowed: [HTTPRequest.Method])
        case notFound
    }

    private static let tree = RouteTree(routes)

    /// One of a path's routes, whatever its method: all of a path speak the same protocol.
    static func anyRoute(_ segments: [String]) -> Route? { tree.routes(segments).first }

    static func match(_ request: ServerRequest) -> Match {
        match(request.method, request.path == "/" ? [] : request.pathSegments)
    }

    /// The route of a path and a method; HEAD is GET without its body.
    static func match(_ method: HTTPRequest.Method, _ segments: [String]) -> Match {
        let candidates = tree.routes(segments)
        let wanted = candidates.first { $0.method == method || (method == .head && $0.method == .get) }
        if let wanted { return .found(wanted, wanted.parameters(segments)) }
        guard let last = candidates.last else { return .notFound }
        var allowed = candidates.map(\.method)
        if allowed.contains(.get) { allowed.append(.head) }
        return .methodNotAllowed(last, allowed: allowed + [.options])
    }
}
