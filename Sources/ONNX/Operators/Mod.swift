import ModelGraph

extension Mod: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Mod {
        Mod(fmod: try node.attributes.bool("fmod") ?? false)
    }
}
