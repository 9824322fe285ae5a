import ModelGraph

extension Asin: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Asin { Asin() }
}
