import ModelGraph

extension SpaceToDepth: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> SpaceToDepth {
        guard let size = try node.attributes.int("blocksize") else {
            throw .invalid("the attribute blocksize is missing")
        }
        return SpaceToDepth(blocksize: size)
    }
}
