import ModelGraph

extension AveragePool: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> AveragePool {
        AveragePool(
            autoPad: try node.attributes.choice("auto_pad", AutoPad.self) ?? .notSet,
            ceilMode: try node.attributes.bool("ceil_mode") ?? false,
            countIncludePad: try node.attributes.bool("count_include_pad") ?? false,
            dilations: try node.attributes.ints("dilations") ?? [],
            kernelShape: try node.attributes.ints("kernel_shape") ?? [], pads: try node.attributes.ints("pads") ?? [],
            strides: try node.attributes.ints("strides") ?? [])
    }
}
