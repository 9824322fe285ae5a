import ModelGraph

extension LpPool: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> LpPool {
        guard let kernel = try node.attributes.ints("kernel_shape") else {
            throw .invalid("the attribute kernel_shape is missing")
        }
        return LpPool(
            autoPad: try node.attributes.choice("auto_pad", AutoPad.self) ?? .notSet,
            ceilMode: try node.attributes.bool("ceil_mode") ?? false,
            dilations: try node.attributes.ints("dilations") ?? [], kernelShape: kernel,
            p: try node.attributes.int("p") ?? 2, pads: try node.attributes.ints("pads") ?? [],
            strides: try node.attributes.ints("strides") ?? [])
    }
}
