import HTTPServer
import HTTPTypes
import JSON

/// The images and options of one request, whatever form it has.
struct RequestContent {
    /// Bytes of each image, at least one.
    let images: [[UInt8]]
    let options: RequestOptions

    private static let imageTypes: Set<String> = ["image/jpeg", "image/jpg", "image/png", "image/webp"]

    /// Takes a request apart. Runs on the decode pool: bodies can be large.
    ///
    /// - Throws: `ServingError`.
    init(_ request: ServerRequest, imageLimit: Int) throws(ServingError) {
        var sources: [String: RequestOptions.Source] = [:]
        guard !request.body.isEmpty else {
            throw ServingError(
                .malformed, "the body is empty; send an image, a form with images, or JSON with \"images\"")
        }
        guard let field = request.headers[.contentType] else {
            throw ServingError(.unsupportedMediaType, "the request has no Content-Type; \(Self.supported)")
        }
        guard let type = MediaType(field) else {
            throw ServingError(.unsupportedMediaType, "the Content-Type cannot be read; \(Self.supported)")
        }
        switch type.essence {
        case let essence where Self.imageTypes.contains(essence):
            images = [request.body]
        case "multipart/form-data":
            guard let boundary = type.parameters["boundary"] else {
                throw ServingError(.malformed, "multipart/form-data without a boundary")
            }
            images = try Self.form(request.body, boundary, &sources)
        case "application/json":
            images = try Self.json(request.body, imageLimit, &sources)
        default:
            throw ServingError(
                .unsupportedMediaType, "the Content-Type \(type.essence) is not supported; \(Self.supported)")
        }
        guard images.count <= imageLimit else {
            throw ServingError(.tooLarge, "\(images.count) images in one request; at most \(imageLimit) are taken")
        }
        for (name, value) in request.query where RequestOptions.names.contains(name) { sources[name] = .text(value) }
        options = try RequestOptions(sources, timeoutHeader: request.headers[.requestTimeout])
    }

    private static let supported =
        "supported are image/jpeg, image/png, image/webp, multipart/form-data and application/json"

    private static func form(
        _ body: [UInt8], _ boundary: String, _ sources: inout [String: RequestOptions.Source]
    ) throws(ServingError) -> [[UInt8]] {
        var images: [[UInt8]] = []
        for part in try MultipartParser.parts(of: body, boundary: boundary) {
            let essence = part.contentType?.essence
            if let essence, imageTypes.contains(essence) || essence == "application/octet-stream" {
                images.append(Array(body[part.range]))
            } else if essence == nil || essence == "text/plain" {
                guard let text = String(validating: body[part.range], as: UTF8.self) else {
                    throw ServingError(.malformed, "the form's field \(part.name) is not UTF-8")
                }
                if RequestOptions.names.contains(part.name) { sources[part.name] = .text(text) }
            } else {
                throw ServingError(
                    .unsupportedMediaType,
                    "the form's part \"\(part.name)\" has the content type \(essence ?? ""); expected an image")
            }
        }
        guard !images.isEmpty else {
            throw ServingError(
                .malformed, "the form has no image; give a part the content type image/jpeg, image/png or image/webp")
        }
        return images
    }

    private static func json(
        _ body: [UInt8], _ imageLimit: Int, _ sources: inout [String: RequestOptions.Source]
    ) throws(ServingError) -> [[UInt8]] {
        let value = try JSONBody.value(body)
        guard let object = value.object else {
            throw ServingError(.malformed, "the JSON is \(value.kindName); expected an object with \"images\"")
        }
        guard let list = object["images"] else { throw ServingError(.malformed, "the JSON has no \"images\"") }
        guard let entries = list.array, !entries.isEmpty else {
            throw ServingError(.malformed, "\"images\" must be a list of one or more base64 strings or data URLs")
        }
        guard entries.count <= imageLimit else {
            throw ServingError(.tooLarge, "\(entries.count) images in one request; at most \(imageLimit) are taken")
        }
        var images: [[UInt8]] = []
        for (position, entry) in entries.enumerated() {
            guard let text = entry.string else {
                throw ServingError(
                    .malformed, "image \(position): \(entry.kindName); expected a base64 string or a data URL")
            }
            images.append(try EncodedImages.image(text, position: position, of: "images"))
        }
        for name in RequestOptions.names {
            if let value = object[name], !value.isNull { sources[name] = .json(value) }
        }
        return images
    }
}

extension HTTPField.Name {
    /// The longest time in seconds that the client waits.
    static let requestTimeout = Self("Request-Timeout") ?? .retryAfter
    /// RFC 9211.
    static let cacheStatus = Self("Cache-Status") ?? .cacheControl
    /// RFC 9218.
    static let priority = Self("Priority") ?? .retryAfter
}
