import JSON

/// The body of an answer; the same for the same model, images and options, whatever else happens.
struct PredictionResponse {
    let name: String
    let version: Int
    let sha256: String

    init(_ model: AnsweringModel) {
        name = model.name
        version = model.version
        sha256 = model.sha256
    }

    /// - Parameters:
    ///   - predictions: a list for each image, in the order given.
    ///   - logits: the same; nil where they were not asked for.
    ///   - encoding: of the logits: `.float` or `.base64`.
    func json(
        _ predictions: [[Prediction]], logits: [[Float]]? = nil, encoding: RequestOptions.Encoding = .float
    ) -> [UInt8] {
        var writer = header()
        writer.key("predictions")
        writer.beginArray()
        for image in predictions {
            writer.beginArray()
            for prediction in image {
                writer.beginObject()
                writer.key("index")
                if let index = prediction.index { writer.value(index) } else { writer.null() }
                writer.member("label", prediction.label)
                writer.key("score")
                writer.value(prediction.score)
                writer.endObject()
            }
            writer.endArray()
        }
        writer.endArray()
        if let logits {
            writer.key("logits")
            writer.beginArray()
            for image in logits { Self.write(image, encoding, to: &writer) }
            writer.endArray()
        }
        writer.endObject()
        return writer.finish()
    }

    /// - Parameter embeddings: one for each image, of length 1.
    func json(embeddings: [[Float]], encoding: RequestOptions.Encoding) -> [UInt8] {
        var writer = header()
        writer.key("embeddings")
        writer.beginArray()
        for embedding in embeddings {
            Self.write(embedding, encoding, to: &writer)
        }
        writer.endArray()
        writer.endObject()
        return writer.finish()
    }

    /// Writes one embedding, or the logits of one image.
    static func write(_ values: [Float], _ encoding: RequestOptions.Encoding, to writer: inout JSONWriter) {
        func write(_ numbers: some Sequence<some BinaryInteger>) {
            writer.beginArray()
            for number in numbers { writer.value(Int(number)) }
            writer.endArray()
        }
        switch encoding {
        case .float: writer.array(values)
        case .base64:
            let bytes = values.flatMap { value in
                (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt32($0))) }
            }
            writer.value(String(decoding: Base64.encode(bytes), as: UTF8.self))
        case .int8: write(EmbeddingQuantization.int8(values))
        case .binary: write(EmbeddingQuantization.binary(values))
        case .unsignedBinary: write(EmbeddingQuantization.unsignedBinary(values))
        }
    }

    private func header() -> JSONWriter {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("model", name)
        writer.member("version", String(version))
        writer.member("checkpoint", sha256)
        return writer
    }
}
