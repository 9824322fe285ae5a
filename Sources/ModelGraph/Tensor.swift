/// A dense row-major tensor in memory: a constant of a graph, or a value outside the engine.
package struct Tensor: Sendable, Hashable {
    /// The elements, row-major, `shape.reduce(1, *)` of them.
    package enum Elements: Sendable, Hashable {
        case bool([Bool])
        case int8([Int8])
        case uint8([UInt8])
        case int16([Int16])
        case uint16([UInt16])
        case int32([Int32])
        case uint32([UInt32])
        case int64([Int64])
        case uint64([UInt64])
        case float16([Half])
        case bfloat16([BFloat16])
        case float32([Float])
        case float64([Double])
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

    /// - Precondition: as many values as the shape says.
    package init<Element: TensorElement>(shape: [Int], _ values: [Element]) {
        self.init(shape: shape, elements: Element.elements(values))
    }

    package init(shape: [Int], floats: [Float]) { self.init(shape: shape, elements: .float32(floats)) }
    package init(shape: [Int], int64s: [Int64]) { self.init(shape: shape, elements: .int64(int64s)) }
    package init(shape: [Int], int16s: [Int16]) { self.init(shape: shape, elements: .int16(int16s)) }

    package var count: Int { elements.count }
    package var elementType: ElementType { elements.elementType }

    /// The elements if they are float32, nil otherwise.
    package var floats: [Float]? { Float.values(elements) }

    /// The elements as integers if they are of an integer type, nil otherwise. Above Int's range they are cut to it.
    package var integers: [Int]? {
        func widened(_ array: some ElementArray) -> [Int]? {
            (array.values as? any IntegerArray)?.integers
        }
        return widened(elements.array)
    }

    /// The same elements under another shape of equal size.
    package func reshaped(to shape: [Int]) -> Tensor { Tensor(shape: shape, elements: elements) }
}

/// Arrays of integers, whatever their width.
private protocol IntegerArray {
    var integers: [Int] { get }
}

extension Array: IntegerArray where Element: IntegerElement {
    fileprivate var integers: [Int] { map { Int(clamping: $0) } }
}

extension Tensor.Elements {
    /// The array, for generic code.
    package var array: any ElementArray {
        switch self {
        case .bool(let values): values
        case .int8(let values): values
        case .uint8(let values): values
        case .int16(let values): values
        case .uint16(let values): values
        case .int32(let values): values
        case .uint32(let values): values
        case .int64(let values): values
        case .uint64(let values): values
        case .float16(let values): values
        case .bfloat16(let values): values
        case .float32(let values): values
        case .float64(let values): values
        }
    }

    package var count: Int {
        switch self {
        case .bool(let values): values.count
        case .int8(let values): values.count
        case .uint8(let values): values.count
        case .int16(let values): values.count
        case .uint16(let values): values.count
        case .int32(let values): values.count
        case .uint32(let values): values.count
        case .int64(let values): values.count
        case .uint64(let values): values.count
        case .float16(let values): values.count
        case .bfloat16(let values): values.count
        case .float32(let values): values.count
        case .float64(let values): values.count
        }
    }

    package var elementType: ElementType {
        switch self {
        case .bool: .bool
        case .int8: .int8
        case .uint8: .uint8
        case .int16: .int16
        case .uint16: .uint16
        case .int32: .int32
        case .uint32: .uint32
        case .int64: .int64
        case .uint64: .uint64
        case .float16: .float16
        case .bfloat16: .bfloat16
        case .float32: .float32
        case .float64: .float64
        }
    }
}

extension ElementType {
    /// The Swift type that a tensor of this type stores.
    package var element: any TensorElement.Type {
        switch self {
        case .bool: Bool.self
        case .int8: Int8.self
        case .uint8: UInt8.self
        case .int16: Int16.self
        case .uint16: UInt16.self
        case .int32: Int32.self
        case .uint32: UInt32.self
        case .int64: Int64.self
        case .uint64: UInt64.self
        case .float16: Half.self
        case .bfloat16: BFloat16.self
        case .float32: Float.self
        case .float64: Double.self
        }
    }

    /// Whether it is one of the four floating-point types.
    package var isFloat: Bool { Self.floats.contains(self) }
    package var isInteger: Bool { !isFloat && self != .bool }

    package static let floats: [ElementType] = [.float16, .bfloat16, .float32, .float64]
    package static let integers: [ElementType] = [
        .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64,
    ]
    package static let numbers: [ElementType] = integers + floats
}
