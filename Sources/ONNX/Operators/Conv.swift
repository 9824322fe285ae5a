import ModelGraph

extension Conv: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Conv {
        let kernelShape = try node.attributes.ints("kernel_shape") ?? []
        return Conv(
            autoPad: try node.attributes.choice("auto_pad", AutoPad.self) ?? .notSet, kernelShape: kernelShape,
            strides: try node.attributes.ints("strides") ?? [], pads: try node.attributes.ints("pads") ?? [],
            dilations: try node.attributes.ints("dilations") ?? [], group: try node.attributes.int("group") ?? 1)
    }
}
