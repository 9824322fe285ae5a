import HTTPServer
import HTTPTypes
import JSON

/// Errors in the form of the Open Inference Protocol, `{"error": text}`; the statuses are those of all routes.
enum V2Error {
    static func response(_ error: ServingError) -> ServerResponse {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("error", error.message)
        writer.endObject()
        return ProblemDetails.response(error, insteadOfProblem: writer.finish())
    }
}

/// An endpoint of the Open Inference Protocol.
protocol V2Endpoint: Endpoint {}

extension V2Endpoint {
    func response(to error: ServingError) -> ServerResponse { V2Error.response(error) }
}
