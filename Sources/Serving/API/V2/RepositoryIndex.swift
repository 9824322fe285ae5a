import HTTPServer
import JSON
import Repository

/// `POST /v2/repository/index`: every version of every model with its state.
struct V2RepositoryIndexEndpoint: V2Endpoint {
    func handle(_ context: RouteContext) {
        do throws(ServingError) {
            let parameters = try RepositoryRequest.object(context.request)
            let onlyReady: Bool
            switch parameters["ready"] {
            case nil, .some(.null): onlyReady = false
            case .some(.bool(let flag)): onlyReady = flag
            case .some(let value):
                throw ServingError(.malformed, "\"ready\" is \(value.kindName); expected true or false")
            }
            var writer = JSONWriter()
            writer.beginArray()
            for entry in context.services.repository.entries() {
                for version in entry.versions where !onlyReady || version.state == .ready {
                    writer.beginObject()
                    writer.member("name", entry.name)
                    writer.member("version", String(version.version))
                    writer.member("state", Self.state(version.state))
                    writer.member("reason", Self.reason(version))
                    writer.endObject()
                }
            }
            writer.endArray()
            context.respond(.json(writer.finish()))
        } catch { context.fail(error) }
    }

    private static func state(_ state: ModelState) -> String {
        switch state {
        case .loading: "LOADING"
        case .ready: "READY"
        case .draining: "UNLOADING"
        case .unloaded, .failed: "UNAVAILABLE"
        }
    }

    private static func reason(_ version: VersionEntry) -> String {
        switch version.state {
        case .failed: version.publicReason ?? "the checkpoint could not be made ready; the server's log says why"
        case .unloaded: "unloaded"
        case .ready where version.reason != nil:
            "a new file was refused: \(version.publicReason ?? "the server's log says why")"
        case .loading, .ready, .draining: ""
        }
    }
}
