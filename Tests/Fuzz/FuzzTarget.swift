/// A piece of the server that reads bytes from outside, and what must hold for it whatever the bytes are.
///
/// Nothing of the input may trap; beyond that each target states properties and throws `BrokenProperty` where one fails.
struct FuzzTarget: Sendable {
    /// Names the seeds' folder and `make fuzz TARGET=name`.
    let name: String
    /// Bytes of an input at most.
    let byteLimit: Int
    /// - Throws: `BrokenProperty`, and nothing else.
    let check: @Sendable ([UInt8]) throws -> Void

    init(_ name: String, byteLimit: Int = 4096, check: @escaping @Sendable ([UInt8]) throws -> Void) {
        self.name = name
        self.byteLimit = byteLimit
        self.check = check
    }

    /// A line per target.
    static let all: [FuzzTarget] = [
        .httpParser,
        .chunkedDecoder,
        .requestTarget,
        .headerFields,
        .contentCoding,
        .multipart,
        .imageRequest,
        .inferRequest,
        .json,
        .jsonNumber,
        .base64,
        .apiKeys,
        .configuration,
        .safetensors,
        .checkpoint,
        .onnx,
        .imageMarkers,
        .image,
    ]

    static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }
}

/// Something that should hold for every input and does not for this one.
struct BrokenProperty: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// - Throws: `BrokenProperty` unless `condition` holds.
func require(_ condition: Bool, _ property: @autoclosure () -> String) throws(BrokenProperty) {
    if !condition { throw BrokenProperty(property()) }
}
