import ModelGraph

extension Softsign: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Softsign { Softsign() }
}
