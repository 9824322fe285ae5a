import Checkpoint
import HTTPServer
import HTTPTypes
import Repository

/// The table of all routes, and the way from a request to its endpoint.
struct Router: Sendable {
    struct Route: Sendable {
        var method: HTTPRequest.Method
        var pattern: String
        var endpoint: any Endpoint

        init(_ method: HTTPRequest.Method, _ pattern: String, _ endpoint: any Endpoint) {
            self.method = method
            self.pattern = pattern
            self.endpoint = endpoint
            segments =
                pattern == "/" ? [] : pattern.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        }

        /// As `ServerRequest.pathSegments`: `/` has none, and a slash at the end an empty last one.
        let segments: [Substring]

        /// What the parts of a path that this route matches stand for.
        func parameters(_ path: [String]) -> [String: String] {
            var parameters: [String: String] = [:]
            for (expected, got) in zip(segments, path) where expected.first == "{" {
                parameters[String(expected.dropFirst().dropLast())] = got
            }
            return parameters
        }
    }

    static let routes: [Route] = [
        Route(.get, "/", PageEndpoint()),
        Route(.get, "/livez", LivezEndpoint()),
        Route(.get, "/readyz", ReadyzEndpoint()),
        Route(.get, "/metrics", MetricsEndpoint()),
        Route(.get, "/openapi.yaml", OpenAPIEndpoint()),
        Route(.get, "/v1/models", ModelListEndpoint()),
        Route(.get, "/v1/models/{model}", ModelEndpoint()),
        Route(.post, "/v1/embeddings", EmbeddingsEndpoint()),
        Route(.get, "/v2", V2ServerMetadataEndpoint()),
        Route(.get, "/v2/", V2ServerMetadataEndpoint()),
        Route(.get, "/v2/health/live", V2LiveEndpoint()),
        Route(.get, "/v2/health/ready", V2ReadyEndpoint()),
        // Before the models: one of the name `stats` is reached by its version.
        Route(.get, "/v2/models/stats", V2StatisticsEndpoint()),
        Route(.get, "/v2/models/{model}/stats", V2StatisticsEndpoint()),
        Route(.get, "/v2/models/{model}/versions/{version}/stats", V2StatisticsEndpoint()),
        Route(.get, "/v2/models/{model}", V2ModelMetadataEndpoint()),
        Route(.get, "/v2/models/{model}/versions/{version}", V2ModelMetadataEndpoint()),
        Route(.get, "/v2/models/{model}/ready", V2ModelReadyEndpoint()),
        Route(.get, "/v2/models/{model}/versions/{version}/ready", V2ModelReadyEndpoint()),
        Route(.get, "/v2/models/{model}/config", V2ModelConfigEndpoint()),
        Route(.get, "/v2/models/{model}/versions/{version}/config", V2ModelConfigEndpoint()),
        Route(.post, "/v2/models/{model}/infer", InferEndpoint()),
        Route(.post, "/v2/models/{model}/versions/{version}/infer", InferEndpoint()),
        Route(.post, "/v2/repository/index", V2RepositoryIndexEndpoint()),
        Route(.post, "/v2/repository/models/{model}/load", V2RepositoryLoadEndpoint()),
        Route(.post, "/v2/repository/models/{model}/unload", V2RepositoryUnloadEndpoint()),
        Route(.get, "/v2/systemsharedmemory/status", V2SharedMemoryStatusEndpoint()),
        Route(.get, "/v2/cudasharedmemory/status", V2SharedMemoryStatusEndpoint()),
        Route(.post, "/v2/systemsharedmemory/unregister", V2SharedMemoryUnregisterEndpoint()),
        Route(.post, "/v2/cudasharedmemory/unregister", V2SharedMemoryUnregisterEndpoint()),
        Route(.post, "/v2/systemsharedmemory/region/{region}/unregister", V2SharedMemoryUnregisterEndpoint()),
        Route(.post, "/v2/cudasharedmemory/region/{region}/unregister", V2SharedMemoryUnregisterEndpoint()),
        Route(.post, "/v2/systemsharedmemory/region/{region}/register", V2SharedMemoryRegisterEndpoint()),
        Route(.post, "/v2/cudasharedmemory/region/{region}/register", V2SharedMemoryRegisterEndpoint()),
        Route(.post, "/embed", TEIEmbedEndpoint()),
        Route(.get, "/info", TEIInfoEndpoint()),
        Route(.post, "/v1/classify", PredictEndpoint(task: .classify)),
        Route(.post, "/v1/multilabel", PredictEndpoint(task: .multilabel)),
        Route(.post, "/v1/embed", PredictEndpoint(task: .embed)),
        Route(.post, "/v1/models/{model}/classify", PredictEndpoint(task: .classify)),
        Route(.post, "/v1/models/{model}/multilabel", PredictEndpoint(task: .multilabel)),
        Route(.post, "/v1/models/{model}/embed", PredictEndpoint(task: .embed)),
        Route(.post, "/v1/models/{model}/versions/{version}/classify", PredictEndpoint(task: .classify)),
        Route(.post, "/v1/models/{model}/versions/{version}/multilabel", PredictEndpoint(task: .multilabel)),
        Route(.post, "/v1/models/{model}/versions/{version}/embed", PredictEndpoint(task: .embed)),
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
