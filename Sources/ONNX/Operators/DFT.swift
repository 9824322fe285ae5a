import ModelGraph

extension DFT: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> DFT {
        let inverse = try node.attributes.bool("inverse") ?? false
        let onesided = try node.attributes.bool("onesided") ?? false
        // The axis became an input in opset 20.
        let axis = node.opset < 20 ? try node.attributes.int("axis") ?? 1 : -2
        return DFT(inverse: inverse, onesided: onesided, defaultAxis: axis)
    }
}
