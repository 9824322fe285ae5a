import HTTPServer
import HTTPTypes
import JSON
import Repository

/// `POST /v2/repository/models/{model}/load`: answers when the model is ready, or with the reason why it is not.
struct V2RepositoryLoadEndpoint: V2Endpoint {
    func handle(_ context: RouteContext) {
        do throws(ServingError) {
            let parameters = try RepositoryRequest.parameters(context.request)
            if let key = parameters.keys.first(where: { $0 == "config" || $0.hasPrefix("file:") }) {
                throw ServingError(
                    .malformed,
                    "\(key.prefix(40)): models and their settings come from the server's folder, not from requests")
            }
            context.services.repository.load(context.parameters["model"] ?? "") { result in
                switch result {
                case .success: context.respond(ServerResponse(status: .ok))
                case .failure(let error): context.fail(ServingError(toLoad: error))
                }
            }
        } catch { context.fail(error) }
    }
}

extension ServingError {
    /// What is wrong with a checkpoint is for the log: it may hold paths.
    init(toLoad error: RepositoryError) {
        if error.kind == .configuration {
            self.init(.malformed, "the model could not be made ready; the server's log says why")
        } else {
            self.init(error)
        }
    }
}
