import ModelGraph

extension HardSwish: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> HardSwish { HardSwish() }
}
