import ModelGraph

extension DeformConv: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> DeformConv {
        DeformConv(
            dilations: try node.attributes.ints("dilations") ?? [], group: try node.attributes.int("group") ?? 1,
            kernelShape: try node.attributes.ints("kernel_shape") ?? [],
            offsetGroup: try node.attributes.int("offset_group") ?? 1, pads: try node.attributes.ints("pads") ?? [],
            strides: try node.attributes.ints("strides") ?? [])
    }
}
