import ModelGraph

extension GridSample: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> GridSample {
        // Opset 16 called the modes bilinear and bicubic.
        let modes = ["bilinear": "linear", "bicubic": "cubic"]
        let text = try node.attributes.string("mode") ?? "linear"
        guard let mode = Mode(rawValue: modes[text] ?? text) else { throw .unsupported("the mode \(text)") }
        return GridSample(
            alignCorners: try node.attributes.bool("align_corners") ?? false, mode: mode,
            paddingMode: try node.attributes.choice("padding_mode", PaddingMode.self) ?? .zeros)
    }
}
