package import Checkpoint

/// Left and right of a model's input exchanged: the second view of flip averaging.
package enum HorizontalMirror {
    /// - Parameters:
    ///   - values: one image, or several one after the other.
    ///   - width: columns of the image, 1 and more.
    ///   - channels: numbers of a pixel, 1 and more.
    ///   - layout: where the numbers of a pixel lie: together (NHWC), or each in a plane of its own (NCHW).
    /// - Precondition: the values are whole rows.
    package static func mirrored<Value>(
        _ values: [Value], width: Int, channels: Int, layout: Preprocessing.Layout
    ) -> [Value] {
        // In both layouts a row is `width` pixels; only how much of a pixel lies together differs.
        let pixel = layout == .nhwc ? channels : 1
        let row = width * pixel
        precondition(row > 0 && values.count.isMultiple(of: row), "the input is no number of whole rows")
        var result: [Value] = []
        result.reserveCapacity(values.count)
        for start in stride(from: 0, to: values.count, by: row) {
            for column in stride(from: width - 1, through: 0, by: -1) {
                result.append(contentsOf: values[start + column * pixel..<start + (column + 1) * pixel])
            }
        }
        return result
    }
}
