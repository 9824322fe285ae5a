import ModelGraph

extension RoiAlign: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> RoiAlign {
        // Opset 16 moved the positions by half a pixel unless told otherwise.
        let transformation = try node.attributes.string("coordinate_transformation_mode")
        guard [nil, "half_pixel", "output_half_pixel"].contains(transformation) else {
            throw .unsupported("coordinate_transformation_mode \(transformation ?? "")")
        }
        return RoiAlign(
            halfPixel: node.opset >= 16 && transformation != "output_half_pixel",
            mode: try node.attributes.choice("mode", Mode.self) ?? .avg,
            outputHeight: try node.attributes.int("output_height") ?? 1,
            outputWidth: try node.attributes.int("output_width") ?? 1,
            samplingRatio: try node.attributes.int("sampling_ratio") ?? 0,
            spatialScale: try node.attributes.float("spatial_scale") ?? 1)
    }
}
