/// ONNX's `auto_pad`: how a window operator finds its padding.
package enum AutoPad: String, Sendable, Hashable, Codable, CaseIterable {
    /// `pads` says it.
    case notSet = "NOTSET"
    /// Output extent = ceil(input extent / stride); an odd pad goes to the end.
    case sameUpper = "SAME_UPPER"
    /// The same; an odd pad goes to the beginning.
    case sameLower = "SAME_LOWER"
    /// No padding.
    case valid = "VALID"
}
