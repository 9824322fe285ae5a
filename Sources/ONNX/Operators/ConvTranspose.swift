import ModelGraph

extension ConvTranspose: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> ConvTranspose {
        ConvTranspose(
            autoPad: try node.attributes.choice("auto_pad", AutoPad.self) ?? .notSet,
            dilations: try node.attributes.ints("dilations") ?? [], group: try node.attributes.int("group") ?? 1,
            kernelShape: try node.attributes.ints("kernel_shape") ?? [],
            outputPadding: try node.attributes.ints("output_padding") ?? [],
            outputShape: try node.attributes.ints("output_shape") ?? [],
            pads: try node.attributes.ints("pads") ?? [], strides: try node.attributes.ints("strides") ?? [])
    }
}
