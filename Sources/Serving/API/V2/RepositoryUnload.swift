import HTTPServer
import HTTPTypes
import JSON
import Repository

/// `POST /v2/repository/models/{model}/unload`: answers when no new request is admitted; those admitted are answered.
struct V2RepositoryUnloadEndpoint: V2Endpoint {
    func handle(_ context: RouteContext) {
        do throws(ServingError) {
            // `unload_dependents` asks for nothing here: no model depends on another.
            _ = try RepositoryRequest.parameters(context.request)
            context.services.repository.unload(context.parameters["model"] ?? "") { result in
                switch result {
                case .success: context.respond(ServerResponse(status: .ok))
                case .failure(let error): context.fail(ServingError(toLoad: error))
                }
            }
        } catch { context.fail(error) }
    }
}
