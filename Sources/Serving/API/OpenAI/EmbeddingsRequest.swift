import HTTPServer
import JSON

/// The body of `POST /v1/embeddings`. Members that OpenAI's interface may have and this server has no use for, `user` among
/// them, are passed over, as its clients expect.
struct EmbeddingsRequest {
    /// As the request names it: `NAME` or `NAME/VERSION`.
    let model: String
    let name: String
    /// Nil for the default one.
    let version: String?
    /// Bytes of each image, at least one.
    let images: [[UInt8]]
    let options: RequestOptions

    /// Runs on the decode pool: bodies can be large.
    ///
    /// - Throws: `ServingError` that names the member.
    init(_ request: ServerRequest, imageLimit: Int) throws(ServingError) {
        let object = try JSONBody.object(request)
        guard let value = object["model"], !value.isNull else {
            throw ServingError(
                .malformed, "the JSON has no \"model\"; GET /v1/models lists those there are", parameter: "model")
        }
        guard let model = value.string else {
            throw ServingError(.malformed, "\"model\" is \(value.kindName); expected a name", parameter: "model")
        }
        self.model = model
        if let slash = model.lastIndex(of: "/") {
            name = String(model[..<slash])
            version = String(model[model.index(after: slash)...])
        } else {
            name = model
            version = nil
        }
        options = try RequestOptions(object, taking: [.dimensions, .encodingFormat, .timeoutSeconds], of: request)
        guard options.encoding == .float || options.encoding == .base64 else {
            throw ServingError(
                .malformed,
                "encoding_format must be \"float\" or \"base64\" here, not \"\(options.encoding.rawValue)\": "
                    + "/v1/embed has the others", parameter: "encoding_format")
        }
        // Of infinity, a server of the same interface: what kind of thing `input` is.
        if let modality = object["modality"], !modality.isNull, modality != .string("image") {
            throw ServingError(
                .malformed, "\"modality\" can only be \"image\": this server embeds images", parameter: "modality")
        }
        images = try EncodedImages.read(object, "input", limit: imageLimit)
    }
}
