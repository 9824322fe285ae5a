import ModelGraph

extension MaxPool: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> MaxPool {
        MaxPool(
            autoPad: try node.attributes.choice("auto_pad", AutoPad.self) ?? .notSet,
            ceilMode: try node.attributes.bool("ceil_mode") ?? false,
            dilations: try node.attributes.ints("dilations") ?? [],
            kernelShape: try node.attributes.ints("kernel_shape") ?? [], pads: try node.attributes.ints("pads") ?? [],
            storageOrder: try node.attributes.int("storage_order") ?? 0,
            strides: try node.attributes.ints("strides") ?? [])
    }
}
