import ModelGraph

extension Col2Im: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Col2Im {
        Col2Im(
            dilations: try node.attributes.ints("dilations") ?? [], pads: try node.attributes.ints("pads") ?? [],
            strides: try node.attributes.ints("strides") ?? [])
    }
}
