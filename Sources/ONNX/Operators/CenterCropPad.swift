import ModelGraph

extension CenterCropPad: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> CenterCropPad {
        CenterCropPad(axes: try node.attributes.ints("axes"))
    }
}
