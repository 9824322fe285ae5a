import HTTPServer
import JSON

/// The body of TEI's `POST /embed`.
struct TEIEmbedRequest {
    /// Bytes of each image, at least one.
    let images: [[UInt8]]
    /// Whether embeddings are scaled to length 1.
    let normalizes: Bool
    let options: RequestOptions

    /// Runs on the decode pool: bodies can be large.
    ///
    /// - Throws: `ServingError` that names the member.
    init(_ request: ServerRequest, imageLimit: Int) throws(ServingError) {
        let object = try JSONBody.object(request)
        normalizes = try Self.flag(object, "normalize") ?? true
        // An image is never too long, so that how it would be truncated makes no difference.
        _ = try Self.flag(object, "truncate")
        if let direction = object["truncation_direction"], !direction.isNull {
            guard ["Left", "Right"].contains(direction.string) else {
                throw ServingError(
                    .malformed, "\"truncation_direction\" must be \"Left\" or \"Right\"",
                    parameter: "truncation_direction")
            }
        }
        if let prompt = object["prompt_name"], !prompt.isNull {
            throw ServingError(
                .malformed, "images are embedded without a prompt: leave out \"prompt_name\"", parameter: "prompt_name")
        }
        options = try RequestOptions(object, taking: [.dimensions, .timeoutSeconds], of: request)
        images = try EncodedImages.read(object, "inputs", limit: imageLimit)
    }

    private static func flag(_ object: JSONObject, _ name: String) throws(ServingError) -> Bool? {
        guard let value = object[name], !value.isNull else { return nil }
        guard let flag = value.bool else {
            throw ServingError(
                .malformed, "\"\(name)\" is \(value.kindName); expected true or false", parameter: name)
        }
        return flag
    }
}
