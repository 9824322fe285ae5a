import HTTPServer
import HTTPTypes
import JSON
import ModelGraph

/// The answer of the Open Inference Protocol: JSON, and behind it the elements of binary outputs.
struct InferResponse {
    /// What an output holds.
    enum Content {
        case tensor(Tensor)
        /// Elements of BYTES.
        case strings([String], shape: [Int])
    }

    struct Output {
        var name: String
        var isBinary: Bool
        var content: Content
    }

    var model: String
    var version: Int
    var id: String?
    var outputs: [Output]

    /// - Throws: `ServingError` for a number that JSON cannot hold.
    func response() throws(ServingError) -> ServerResponse {
        var blobs: [UInt8] = []
        var writer = JSONWriter(capacity: 1024)
        writer.beginObject()
        if let id { writer.member("id", id) }
        writer.member("model_name", model)
        writer.member("model_version", String(version))
        writer.key("outputs")
        writer.beginArray()
        for output in outputs {
            writer.beginObject()
            writer.member("name", output.name)
            writer.member("datatype", output.datatype.rawValue)
            writer.key("shape")
            writer.beginArray()
            for extent in output.shape { writer.value(extent) }
            writer.endArray()
            if output.isBinary {
                let size = blobs.count
                output.append(to: &blobs)
                writer.key("parameters")
                writer.beginObject()
                writer.member("binary_data_size", blobs.count - size)
                writer.endObject()
            } else {
                writer.key("data")
                try output.write(to: &writer)
            }
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        let json = writer.finish()
        guard !blobs.isEmpty else { return .json(json) }
        var response = ServerResponse.json(json + blobs)
        response.headers[.contentType] = "application/octet-stream"
        response.headers[.inferenceHeaderContentLength] = String(json.count)
        return response
    }
}

extension InferResponse.Output {
    fileprivate var datatype: Datatype {
        switch content {
        case .tensor(let tensor): Datatype(tensor.elementType)
        case .strings: .bytes
        }
    }

    fileprivate var shape: [Int] {
        switch content {
        case .tensor(let tensor): tensor.shape
        case .strings(_, let shape): shape
        }
    }

    fileprivate func write(to writer: inout JSONWriter) throws(ServingError) {
        switch content {
        case .strings(let strings, _):
            writer.beginArray()
            for string in strings { writer.value(string) }
            writer.endArray()
        case .tensor(let tensor): try write(tensor, to: &writer)
        }
    }

    private func write(_ tensor: Tensor, to writer: inout JSONWriter) throws(ServingError) {
        let isFinite: Bool
        switch tensor.elements {
        case .float32(let values):
            isFinite = values.allSatisfy(\.isFinite)
            writer.array(values)
        case .float64(let values):
            isFinite = values.allSatisfy(\.isFinite)
            writer.beginArray()
            for value in values { writer.value(value) }
            writer.endArray()
        case .float16(let values):
            let floats = values.map(\.float)
            isFinite = floats.allSatisfy(\.isFinite)
            writer.array(floats)
        case .bfloat16(let values):
            let floats = values.map(\.float)
            isFinite = floats.allSatisfy(\.isFinite)
            writer.array(floats)
        case .bool(let values):
            isFinite = true
            writer.beginArray()
            for value in values { writer.value(value) }
            writer.endArray()
        case .uint64(let values):
            isFinite = true
            writer.beginArray()
            // The digits, whatever Int holds.
            for value in values { writer.raw(Array(String(value).utf8)) }
            writer.endArray()
        default:
            isFinite = true
            writer.beginArray()
            for value in tensor.integers ?? [] { writer.value(value) }
            writer.endArray()
        }
        guard isFinite else {
            throw ServingError(
                .internal,
                "output \"\(name)\" holds what is no finite number, which JSON cannot say; ask for binary data")
        }
    }

    /// Little-endian elements.
    fileprivate func append(to bytes: inout [UInt8]) {
        // As they lie in memory: `TensorReading` holds the machine to be little-endian.
        func append<Element: BitwiseCopyable>(_ values: [Element]) {
            values.withUnsafeBytes { bytes.append(contentsOf: $0) }
        }
        switch content {
        case .strings(let strings, _):
            for string in strings {
                append([UInt32(truncatingIfNeeded: string.utf8.count)])
                bytes.append(contentsOf: string.utf8)
            }
        case .tensor(let tensor):
            switch tensor.elements {
            case .bool(let values): append(values.map { $0 ? UInt8(1) : 0 })
            case .int8(let values): append(values)
            case .uint8(let values): append(values)
            case .int16(let values): append(values)
            case .uint16(let values): append(values)
            case .int32(let values): append(values)
            case .uint32(let values): append(values)
            case .int64(let values): append(values)
            case .uint64(let values): append(values)
            case .float16(let values): append(values.map(\.bitPattern))
            case .bfloat16(let values): append(values.map(\.bitPattern))
            case .float32(let values): append(values)
            case .float64(let values): append(values)
            }
        }
    }
}

extension HTTPField.Name {
    /// Bytes of JSON before binary data.
    static let inferenceHeaderContentLength = Self("Inference-Header-Content-Length") ?? .contentLength
}
