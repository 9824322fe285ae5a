import HTTPServer
import HTTPTypes
import JSON

/// A request whose body is one JSON object.
enum JSONBody {
    /// - Throws: `ServingError` if the content type is another one, or the body no object.
    static func object(_ request: ServerRequest) throws(ServingError) -> JSONObject {
        guard let field = request.headers[.contentType] else {
            throw ServingError(.unsupportedMediaType, "the request has no Content-Type; expected application/json")
        }
        guard MediaType(field)?.essence == "application/json" else {
            throw ServingError(
                .unsupportedMediaType,
                "the Content-Type \(field.prefix(100)) is not supported; expected application/json")
        }
        let value = try value(request.body)
        guard let object = value.object else {
            throw ServingError(.malformed, "the JSON is \(value.kindName); expected an object")
        }
        return object
    }

    /// Any document, whatever its content type.
    ///
    /// - Parameter name: what the message calls the bytes.
    /// - Throws: `ServingError` that says where they are no JSON.
    static func value(_ bytes: [UInt8], called name: String = "the body") throws(ServingError) -> JSONValue {
        do { return try JSONParser.parse(bytes) } catch {
            throw ServingError(.malformed, "\(name) is no valid JSON: \(error)")
        }
    }
}
