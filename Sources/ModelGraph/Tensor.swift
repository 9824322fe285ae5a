/// A dense row-major tensor in memory: a constant of a graph, or a value outside the engine.
///
/// The element types that the graph computes with are stored natively. Narrower and wider ones (float16,
/// float64, int8 ...) are converted by whoever reads them, exactly or with an error.
package struct Tensor: Sendable, Hashable {
    /// The elements, row-major, `shape.reduce(1, *)` of them.
    package enum Elements: Sendable, Hashable {
        case float32([Float])
        case int64([Int64])
        case int32([Int32])
        case int16([Int16])
        case uint8([UInt8])
        case bool([Bool])
    }

    /// Extents, outermost first; empty for a scalar.
    package let shape: [Int]
    package let elements: Elements

    /// - Precondition: `elements` has as many elements as `shape` says. Check bytes from outside first.
    package init(shape: [Int], elements: Elements) {
        self.shape = shape
        self.elements = elements
        precondition(elements.count == shape.reduce(1, *), "\(elements.count) elements for shape \(shape)")
    }

    package init(shape: [Int], floats: [Float]) { self.init(shape: shape, elements: .float32(floats)) }
    package init(shape: [Int], int64s: [Int64]) { self.init(shape: shape, elements: .int64(int64s)) }
    package init(shape: [Int], int16s: [Int16]) { self.init(shape: shape, elements: .int16(int16s)) }

    package var count: Int { elements.count }
    package var elementType: ElementType { elements.elementType }

    /// The elements if they are float32, nil otherwise.
    package var floats: [Float]? {
        if case .float32(let values) = elements { values } else { nil }
    }

    /// The elements as integers if they are of an integer type, nil otherwise.
    package var integers: [Int]? {
        switch elements {
        case .int64(let values): values.map { Int($0) }
        case .int32(let values): values.map { Int($0) }
        case .int16(let values): values.map { Int($0) }
        case .uint8(let values): values.map { Int($0) }
        case .float32, .bool: nil
        }
    }

    /// The same elements under another shape of equal size.
    package func reshaped(to shape: [Int]) -> Tensor { Tensor(shape: shape, elements: elements) }
}

extension Tensor.Elements {
    package var count: Int {
        switch self {
        case .float32(let values): values.count
        case .int64(let values): values.count
        case .int32(let values): values.count
        case .int16(let values): values.count
        case .uint8(let values): values.count
        case .bool(let values): values.count
        }
    }

    package var elementType: ElementType {
        switch self {
        case .float32: .float32
        case .int64: .int64
        case .int32: .int32
        case .int16: .int16
        case .uint8: .uint8
        case .bool: .bool
        }
    }
}
