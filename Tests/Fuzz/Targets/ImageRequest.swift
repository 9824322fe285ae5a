import HTTPServer
import HTTPTypes
import JSON

@testable import Serving

extension FuzzTarget {
    /// A request with images: `/v1/predict` and its like, `/v1/embeddings`, TEI's `/embed`.
    ///
    /// The first line is the Content-Type, the second the query, the rest the body.
    static let imageRequest = FuzzTarget("image-request", byteLimit: 4096) { input in
        let lines = input.split(separator: 0x0A, maxSplits: 2, omittingEmptySubsequences: false)
        guard lines.count == 3, let type = String(validating: lines[0], as: UTF8.self),
            let query = String(validating: lines[1], as: UTF8.self)
        else { return }
        let request = ServerRequest(
            method: .post, target: "/v1/predict", path: "/v1/predict", query: parameters(query),
            headers: [.contentType: type], body: Array(lines[2]))
        if let content = try? RequestContent(request, imageLimit: imageLimit) {
            try require((1...imageLimit).contains(content.images.count), "\(content.images.count) images")
            try checkOptions(content.options)
        }
        if let content = try? EmbeddingsRequest(request, imageLimit: imageLimit) {
            try require((1...imageLimit).contains(content.images.count), "\(content.images.count) images to embed")
            try checkOptions(content.options)
        }
        if let content = try? TEIEmbedRequest(request, imageLimit: imageLimit) {
            try require((1...imageLimit).contains(content.images.count), "\(content.images.count) images of TEI")
            try checkOptions(content.options)
        }
        try checkRewritten(request)
    }

    private static let imageLimit = 4

    private static func parameters(_ query: String) -> [(name: String, value: String)] {
        query.split(separator: "&").map { part in
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(sides[0]), sides.count > 1 ? String(sides[1]) : "")
        }
    }

    private static func checkOptions(_ options: RequestOptions) throws {
        try require(options.topK.map { $0 >= 1 } ?? true, "top_k is \(options.topK as Any)")
        try require(options.dimensions.map { $0 >= 1 } ?? true, "dimensions is \(options.dimensions as Any)")
        try require(options.threshold.map { (0...1).contains($0) } ?? true, "threshold \(options.threshold as Any)")
        try require(options.thresholds.allSatisfy { (0...1).contains($0.least) }, "\(options.thresholds)")
        try require(
            options.temperature.map { $0 > 0 && $0.isFinite } ?? true, "temperature \(options.temperature as Any)")
        try require(options.timeoutSeconds.map { $0 > 0 } ?? true, "timeout \(options.timeoutSeconds as Any)")
        try require(options.classes.map { !$0.isEmpty } ?? true, "an empty list of classes")
    }

    /// A body of JSON asks for the same when it is written again.
    private static func checkRewritten(_ request: ServerRequest) throws {
        guard let value = try? JSONParser.parse(request.body),
            let content = try? RequestContent(request, imageLimit: imageLimit)
        else { return }
        var writer = JSONWriter()
        writer.value(value)
        var copy = request
        copy.body = writer.finish()
        // An image that happens to be JSON is another image when it is written again.
        guard MediaType(request.headers[.contentType] ?? "")?.essence == "application/json" else { return }
        let again = try RequestContent(copy, imageLimit: imageLimit)
        try require(
            again.images == content.images && again.options == content.options,
            "\(content) is \(again) when it is written again")
    }
}
