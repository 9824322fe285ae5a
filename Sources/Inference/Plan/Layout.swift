import FixedPoint
import ModelGraph

/// In which order the elements of a value lie.
enum Layout: Hashable, Sendable {
    /// ONNX's order: the last axis is contiguous.
    case rowMajor
    /// (N, C, spatial ...) stored as (N, spatial ..., C): NHWC for images. Rank 3 and up only.
    case channelsLast
}

/// Where and how a value of the graph is stored while a plan runs.
struct StoredValue: Sendable {
    /// Extents in ONNX's order of axes, whatever the layout.
    var shape: [Int]
    var layout: Layout
    /// INT16 mantissas in this format, or nil for elements of `elementType`.
    var format: DFPFormat?
    /// Index of the plan's buffer that holds it, from the buffer's first byte.
    var buffer: Int
    /// What the elements are where there is no format; all but float32 are row-major and only moved or computed by
    /// `PortableStep`.
    var elementType = ElementType.float32

    var count: Int { shape.reduce(1, *) }
    var elementBytes: Int { format == nil ? elementType.byteCount : 2 }

    /// Axes in the order in which they lie in memory, outermost first.
    var physicalAxes: [Int] { Self.physicalAxes(rank: shape.count, layout: layout) }
    /// Extents in memory order.
    var physicalShape: [Int] { physicalAxes.map { shape[$0] } }

    static func physicalAxes(rank: Int, layout: Layout) -> [Int] {
        layout == .rowMajor || rank < 3 ? Array(0..<rank) : [0] + Array(2..<rank) + [1]
    }

    /// Extent of axis 1, and product of the axes behind it.
    var channels: Int { shape.count > 1 ? shape[1] : 1 }
    var spatial: Int { shape.dropFirst(2).reduce(1, *) }

    /// Whether both layouts order the elements alike.
    var layoutsAgree: Bool { shape.count < 3 || channels == 1 || spatial == 1 }
}
