import JSON

/// Images in JSON: each a text, in base64 or as a data URL (RFC 2397) in base64.
enum EncodedImages {
    /// The images of a member that is one text or a list of texts, at least one.
    ///
    /// - Parameter limit: images at most.
    /// - Throws: `ServingError` that names the member.
    static func read(_ object: JSONObject, _ member: String, limit: Int) throws(ServingError) -> [[UInt8]] {
        func wrong(_ message: String) -> ServingError {
            ServingError(.malformed, message, parameter: member)
        }
        guard let value = object[member], !value.isNull else { throw wrong("the JSON has no \"\(member)\"") }
        if let text = value.string { return [try image(text, position: 0, of: member)] }
        guard let entries = value.array else {
            throw wrong("\"\(member)\" is \(value.kindName); expected a text or a list of texts")
        }
        guard !entries.isEmpty else { throw wrong("\"\(member)\" is an empty list; expected one or more images") }
        guard entries.count <= limit || entries[0].string == nil else {
            throw ServingError(
                .tooLarge, "\(entries.count) images in one request; at most \(limit) are taken", parameter: member)
        }
        var images: [[UInt8]] = []
        for (position, entry) in entries.enumerated() {
            switch entry {
            case .string(let text): images.append(try image(text, position: position, of: member))
            case .integer, .number, .numbers:
                throw wrong("\"\(member)\" holds tokens; this server takes images, in base64 or as data URLs")
            default:
                throw wrong("image \(position): \(entry.kindName); expected a base64 string or a data URL")
            }
        }
        return images
    }

    /// The bytes of one image.
    ///
    /// - Parameter member: where in the body it stands.
    static func image(_ text: String, position: Int, of member: String) throws(ServingError) -> [UInt8] {
        func wrong(_ message: String) -> ServingError {
            ServingError(.malformed, "image \(position)\(message)", parameter: member)
        }
        var encoded = Substring(text)
        if text.hasPrefix("data:") {
            guard let comma = text.firstIndex(of: ","), text[..<comma].hasSuffix(";base64") else {
                throw wrong(": the data URL is not in base64")
            }
            encoded = text[text.index(after: comma)...]
        } else if text.hasPrefix("http://") || text.hasPrefix("https://") {
            throw wrong(": addresses are not fetched; send the image in base64 or as a data URL")
        }
        guard let bytes = Base64.decode(encoded) else {
            throw wrong(": not valid base64; expected an image in base64 or as a data URL")
        }
        guard !bytes.isEmpty else { throw wrong(" is empty") }
        return bytes
    }
}
