/// ONNX's modes of `Pad`.
package enum PadMode: String, Sendable, Hashable, Codable, CaseIterable {
    case constant
    case reflect
    case edge
    case wrap
}
