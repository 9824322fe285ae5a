import HTTPServer
import HTTPTypes
import JSON

/// Errors in the form of text-embeddings-inference; the statuses are those of all routes.
enum TEIError {
    static func response(_ error: ServingError) -> ServerResponse {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("error", error.message)
        writer.member("error_type", type(error.kind))
        writer.endObject()
        return ProblemDetails.response(error, insteadOfProblem: writer.finish())
    }

    /// The nearest of TEI's words.
    private static func type(_ kind: ServingError.Kind) -> String {
        switch kind {
        case .unavailable, .deadlineExceeded, .tooManyRequests: "Overloaded"
        case .clientLeft, .internal: "Backend"
        case .malformed, .unauthorized, .forbidden, .notFound, .methodNotAllowed, .tooLarge, .unsupportedMediaType,
            .unprocessableImage, .timeout:
            "Validation"
        }
    }
}
