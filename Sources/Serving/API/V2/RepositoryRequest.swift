import HTTPServer
import HTTPTypes
import JSON

/// The bodies of the repository extension: nothing, or an object.
enum RepositoryRequest {
    private static let byteLimit = 64 << 10

    static func object(_ request: ServerRequest) throws(ServingError) -> JSONObject {
        if request.body.isEmpty { return JSONObject(members: []) }
        // It is read on the event loop.
        guard request.body.count <= byteLimit else {
            throw ServingError(
                .tooLarge,
                "the body has \(request.body.count) bytes, at most \(byteLimit) are taken: models and their settings come "
                    + "from the server's folder, not from requests")
        }
        guard request.headers[.contentEncoding] == nil else {
            throw ServingError(.malformed, "the body has a Content-Encoding; send it without one")
        }
        let value = try JSONBody.value(request.body)
        guard let object = value.object else {
            throw ServingError(.malformed, "the body is \(value.kindName); expected an object or nothing")
        }
        return object
    }

    /// The object `parameters`; empty where there is none.
    static func parameters(_ request: ServerRequest) throws(ServingError) -> JSONObject {
        switch try object(request)["parameters"] {
        case nil, .some(.null): return JSONObject(members: [])
        case .some(.object(let parameters)): return parameters
        case .some(let value):
            throw ServingError(.malformed, "\"parameters\" is \(value.kindName); expected an object")
        }
    }
}
