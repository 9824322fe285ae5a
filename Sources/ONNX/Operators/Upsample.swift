import ModelGraph

/// Upsample became Resize in opset 10.
enum Upsample: AliasedOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> any Operator {
        let mode = try node.attributes.choice("mode", Resize.Mode.self) ?? .nearest
        // The scales were an attribute before opset 9.
        if node.opset < 9 {
            guard let scales = try node.attributes.floats("scales") else {
                throw .invalid("the attribute scales is missing")
            }
            node.setInput(2, "scales", Tensor(shape: [scales.count], floats: scales))
        } else {
            node.moveInput(1, to: 2)
        }
        return Resize(coordinates: .asymmetric, mode: mode, nearestMode: .floor)
    }
}
