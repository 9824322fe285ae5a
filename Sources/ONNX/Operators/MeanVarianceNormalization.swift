import ModelGraph

extension MeanVarianceNormalization: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> MeanVarianceNormalization {
        MeanVarianceNormalization(axes: try node.attributes.ints("axes") ?? [0, 2, 3])
    }
}
