import ModelGraph

extension Tile: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Tile { Tile() }
}
