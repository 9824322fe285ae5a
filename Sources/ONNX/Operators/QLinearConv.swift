import ModelGraph

extension QLinearConv: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> QLinearConv {
        QLinearConv(
            conv: Conv(
                autoPad: try node.attributes.choice("auto_pad", AutoPad.self) ?? .notSet,
                kernelShape: try node.attributes.ints("kernel_shape") ?? [],
                strides: try node.attributes.ints("strides") ?? [], pads: try node.attributes.ints("pads") ?? [],
                dilations: try node.attributes.ints("dilations") ?? [], group: try node.attributes.int("group") ?? 1))
    }
}
