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
        let value: JSONValue
        do { value = try JSONParser.parse(request.body) } catch {
            throw ServingError(.malformed, "the body is no valid JSON: \(error)")
        }
        guard let object = value.object else {
            throw ServingError(.malformed, "the JSON is \(value.kindName); expected an object")
        }
        return object
    }
}
