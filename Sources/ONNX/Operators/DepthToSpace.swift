import ModelGraph

extension DepthToSpace: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> DepthToSpace {
        guard let size = try node.attributes.int("blocksize") else {
            throw .invalid("the attribute blocksize is missing")
        }
        return DepthToSpace(blocksize: size, mode: try node.attributes.choice("mode", Mode.self) ?? .dcr)
    }
}
