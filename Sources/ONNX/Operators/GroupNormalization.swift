import ModelGraph

extension GroupNormalization: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> GroupNormalization {
        guard let groups = try node.attributes.int("num_groups") else {
            throw .invalid("the attribute num_groups is missing")
        }
        // The precision of the statistics: here they are float64 whatever it says.
        _ = try node.attributes.int("stash_type")
        return GroupNormalization(epsilon: try node.attributes.float("epsilon") ?? 1e-5, numGroups: groups)
    }
}
