import HTTPTypes
import JSON

/// What a request asks for beside its images. A query parameter wins over a field of the body.
///
/// Each option is read by itself; whether it suits the task and the model is `TaskAnswer`'s matter.
struct RequestOptions: Hashable {
    /// 1 and more, nil for the task's default.
    var topK: Int?
    /// What the answer is to list, at least one; nil for the model's default.
    var classes: [ClassName]?
    /// 0...1.
    var threshold: Float?
    /// Of single classes, in place of `threshold`.
    var thresholds: [ClassThreshold] = []
    /// Divides the logits; above 0, nil for the model's default.
    var temperature: Float?
    /// Whether the model's raw scores are to be given too.
    var logits = false
    /// Whether the answer is the mean over the image and its mirror image.
    var flip = false
    /// 1 and more.
    var dimensions: Int?
    var encoding = Encoding.float
    /// Above 0.
    var timeoutSeconds: Double?
    /// The options that the request has, whatever their values.
    private(set) var given: Set<Name> = []

    enum Encoding: String, Hashable, CaseIterable {
        /// A list of numbers.
        case float
        /// Little-endian float32 in base64.
        case base64
        /// A list of whole numbers, -127...127.
        case int8
        /// A list of whole numbers, -128...127, each of eight signs.
        case binary
        /// The same as 0...255.
        case unsignedBinary = "ubinary"
    }

    enum Name: String, Hashable, CaseIterable {
        case topK = "top_k"
        case classes
        case threshold
        case thresholds
        case temperature
        case logits
        case flip
        case dimensions
        case encodingFormat = "encoding_format"
        case timeoutSeconds = "timeout_seconds"
    }

    /// A text of the query or a form, or a value of JSON.
    enum Source {
        case text(String)
        case json(JSONValue)
    }

    /// Equal texts for requests whose answers are equal, as far as options tell.
    var canonicalText: String {
        var copy = self
        copy.timeoutSeconds = nil
        // A set has no order; the values say what was given.
        copy.given = []
        return String(reflecting: copy)
    }

    static let names = Name.allCases.map(\.rawValue)

    /// - Throws: `ServingError` that names the option.
    init(_ sources: [String: Source], timeoutHeader: String? = nil) throws(ServingError) {
        for name in Name.allCases {
            guard let source = sources[name.rawValue] else { continue }
            given.insert(name)
            try read(name, source)
        }
        if let timeoutHeader { try readTimeout(.text(timeoutHeader)) }
    }

    private mutating func read(_ name: Name, _ source: Source) throws(ServingError) {
        switch name {
        case .topK: topK = try source.count(name)
        case .classes: classes = try source.classes(name)
        case .threshold:
            guard let value = source.number, (0...1).contains(value) else {
                throw source.wrong(name, "a number from 0 to 1")
            }
            threshold = Float(value)
        case .thresholds:
            guard let object = source.value?.object else {
                throw source.wrong(name, "a JSON object from class to number")
            }
            thresholds = try ClassThreshold.list(object)
        case .temperature:
            // Not so small or large that float32 has no exact reading of it.
            guard let value = source.number.map(Float.init), value.isNormal, value > 0 else {
                throw source.wrong(name, "a number above 0")
            }
            temperature = value
        case .logits: logits = try source.flag(name)
        case .flip: flip = try source.flag(name)
        case .dimensions: dimensions = try source.count(name)
        case .encodingFormat:
            guard let text = source.string, let encoding = Encoding(rawValue: text) else {
                let all = Encoding.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
                throw source.wrong(name, "one of \(all)")
            }
            self.encoding = encoding
        case .timeoutSeconds: try readTimeout(source)
        }
    }

    private mutating func readTimeout(_ source: Source) throws(ServingError) {
        guard let value = source.number, value > 0 else {
            throw source.wrong(
                .timeoutSeconds, "a number of seconds above 0", also: "(or the header Request-Timeout)")
        }
        timeoutSeconds = min(timeoutSeconds ?? value, value)
    }
}
