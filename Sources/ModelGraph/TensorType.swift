/// What is known of a value before it is computed: its element type and its shape.
package struct TensorType: Sendable, Hashable, Codable {
    package var elementType: ElementType
    /// Extents, outermost first; empty for a scalar.
    package var shape: [Dimension]

    package init(_ elementType: ElementType, _ shape: [Dimension]) {
        self.elementType = elementType
        self.shape = shape
    }

    /// The shape if every extent is a number.
    package var fixedShape: [Int]? {
        let extents = shape.compactMap(\.fixed)
        return extents.count == shape.count ? extents : nil
    }
}
