import ModelGraph

extension MaxRoiPool: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> MaxRoiPool {
        guard let shape = try node.attributes.ints("pooled_shape") else {
            throw .invalid("the attribute pooled_shape is missing")
        }
        return MaxRoiPool(pooledShape: shape, spatialScale: try node.attributes.float("spatial_scale") ?? 1)
    }
}
