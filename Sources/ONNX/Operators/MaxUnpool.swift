import ModelGraph

extension MaxUnpool: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> MaxUnpool {
        guard let kernel = try node.attributes.ints("kernel_shape") else {
            throw .invalid("the attribute kernel_shape is missing")
        }
        return MaxUnpool(
            kernelShape: kernel, pads: try node.attributes.ints("pads") ?? [],
            strides: try node.attributes.ints("strides") ?? [])
    }
}
