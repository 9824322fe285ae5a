import ModelGraph

extension STFT: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> STFT {
        STFT(onesided: try node.attributes.bool("onesided") ?? true)
    }
}
