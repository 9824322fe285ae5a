import Checkpoint
import JSON
import Repository

/// The body of an answer; the same for the same model, images and options, whatever else happens.
struct PredictionResponse {
    let name: String
    let version: Int
    let sha256: String

    init(_ model: ReadyModel) {
        name = model.name
        version = model.version
        sha256 = model.sha256
    }

    /// - Parameter predictions: a list for each image, in the order given.
    func json(_ predictions: [[Prediction]]) -> [UInt8] {
        var writer = header()
        writer.key("predictions")
        writer.beginArray()
        for image in predictions {
            writer.beginArray()
            for prediction in image {
                writer.beginObject()
                writer.member("index", prediction.index)
                writer.member("label", prediction.label)
                writer.key("score")
                writer.value(prediction.score)
                writer.endObject()
            }
            writer.endArray()
        }
        writer.endArray()
        writer.endObject()
        return writer.finish()
    }

    /// - Parameter embeddings: one for each image; as base64 they are little-endian float32.
    func json(embeddings: [[Float]], encoding: RequestOptions.Encoding) -> [UInt8] {
        var writer = header()
        writer.key("embeddings")
        writer.beginArray()
        for embedding in embeddings {
            switch encoding {
            case .float: writer.array(embedding)
            case .base64:
                let bytes = embedding.flatMap { value in
                    (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt32($0))) }
                }
                writer.value(String(decoding: Base64.encode(bytes), as: UTF8.self))
            }
        }
        writer.endArray()
        writer.endObject()
        return writer.finish()
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
