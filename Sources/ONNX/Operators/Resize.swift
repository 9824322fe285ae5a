import ModelGraph

extension Resize: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Resize {
        let mode = try node.attributes.choice("mode", Mode.self) ?? .nearest
        guard node.opset >= 11 else {
            // Opset 10 had no region and one way of finding coordinates.
            node.moveInput(1, to: 2)
            return Resize(coordinates: .asymmetric, mode: mode, nearestMode: .floor)
        }
        return Resize(
            antialias: try node.attributes.bool("antialias") ?? false, axes: try node.attributes.ints("axes"),
            coordinates: try node.attributes.choice("coordinate_transformation_mode", Coordinates.self) ?? .halfPixel,
            cubicCoefficient: try node.attributes.float("cubic_coeff_a") ?? -0.75,
            excludeOutside: try node.attributes.bool("exclude_outside") ?? false,
            extrapolationValue: try node.attributes.float("extrapolation_value") ?? 0,
            aspectRatio: try node.attributes.choice("keep_aspect_ratio_policy", AspectRatioPolicy.self) ?? .stretch,
            mode: mode,
            nearestMode: try node.attributes.choice("nearest_mode", NearestMode.self) ?? .roundPreferFloor)
    }
}
