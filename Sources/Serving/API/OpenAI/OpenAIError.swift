import HTTPServer
import HTTPTypes
import JSON

/// Errors in the form of OpenAI's interface; the statuses are those of all routes.
enum OpenAIError {
    static func response(_ error: ServingError) -> ServerResponse {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("error")
        writer.beginObject()
        writer.member("message", error.message)
        writer.member("type", type(ProblemDetails.status(error.kind)))
        // What is not found on a route that exists is the model that the body names.
        writer.member("param", error.kind == .notFound ? "model" : error.parameter)
        writer.member("code", error.kind == .notFound ? "model_not_found" : nil)
        writer.endObject()
        writer.endObject()
        return ProblemDetails.response(error, insteadOfProblem: writer.finish())
    }

    private static func type(_ status: HTTPResponse.Status) -> String {
        switch status.code {
        case 401: "authentication_error"
        case 403: "permission_error"
        case 429: "rate_limit_error"
        case 500...: "server_error"
        default: "invalid_request_error"
        }
    }
}
