import ModelGraph

extension Gemm: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Gemm {
        Gemm(
            alpha: try node.attributes.float("alpha") ?? 1, beta: try node.attributes.float("beta") ?? 1,
            transA: try node.attributes.bool("transA") ?? false, transB: try node.attributes.bool("transB") ?? false)
    }
}
