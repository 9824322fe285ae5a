/// A type whose arrays a tensor stores: one per `ElementType`.
package protocol TensorElement: Sendable, Hashable {
    static var elementType: ElementType { get }
    /// What fills a tensor when nothing else is asked for.
    static var zero: Self { get }
    static func elements(_ values: [Self]) -> Tensor.Elements
    /// The values if they are of this type, nil otherwise.
    static func values(_ elements: Tensor.Elements) -> [Self]?
}

/// An array of elements of any type: `elements.array` opens a tensor to generic code.
package protocol ElementArray: Sendable {
    associatedtype Value: TensorElement
    var values: [Value] { get }
}

extension Array: ElementArray where Element: TensorElement {
    package var values: [Element] { self }
}

/// Types with arithmetic: all but bool and the two that are only stored.
package protocol NumericElement: TensorElement, Numeric, Comparable {
    /// As near as the type allows.
    init(converting value: Double)
    var double: Double { get }
}

/// Float and Double.
package protocol FloatElement: NumericElement, BinaryFloatingPoint {}

/// The integer types.
package protocol IntegerElement: NumericElement, FixedWidthInteger {}

extension Float: FloatElement {
    package static let elementType = ElementType.float32
    package static func elements(_ values: [Float]) -> Tensor.Elements { .float32(values) }
    package static func values(_ elements: Tensor.Elements) -> [Float]? {
        if case .float32(let values) = elements { values } else { nil }
    }
    package init(converting value: Double) { self = Float(value) }
    package var double: Double { Double(self) }
}

extension Double: FloatElement {
    package static let elementType = ElementType.float64
    package static func elements(_ values: [Double]) -> Tensor.Elements { .float64(values) }
    package static func values(_ elements: Tensor.Elements) -> [Double]? {
        if case .float64(let values) = elements { values } else { nil }
    }
    package init(converting value: Double) { self = value }
    package var double: Double { self }
}

extension IntegerElement {
    /// Truncated toward zero and cut to what this type holds; NaN becomes 0.
    package init(converting value: Double) {
        if value.isNaN {
            self = 0
        } else if value <= Double(Self.min) {
            self = .min
        } else if value >= Double(Self.max) {
            // Double(Int64.max) rounds up to a number that Int64 does not hold.
            self = .max
        } else {
            self = Self(value)
        }
    }

    package var double: Double { Double(self) }
}

extension Int8: IntegerElement {
    package static let elementType = ElementType.int8
    package static func elements(_ values: [Int8]) -> Tensor.Elements { .int8(values) }
    package static func values(_ elements: Tensor.Elements) -> [Int8]? {
        if case .int8(let values) = elements { values } else { nil }
    }
}

extension UInt8: IntegerElement {
    package static let elementType = ElementType.uint8
    package static func elements(_ values: [UInt8]) -> Tensor.Elements { .uint8(values) }
    package static func values(_ elements: Tensor.Elements) -> [UInt8]? {
        if case .uint8(let values) = elements { values } else { nil }
    }
}

extension Int16: IntegerElement {
    package static let elementType = ElementType.int16
    package static func elements(_ values: [Int16]) -> Tensor.Elements { .int16(values) }
    package static func values(_ elements: Tensor.Elements) -> [Int16]? {
        if case .int16(let values) = elements { values } else { nil }
    }
}

extension UInt16: IntegerElement {
    package static let elementType = ElementType.uint16
    package static func elements(_ values: [UInt16]) -> Tensor.Elements { .uint16(values) }
    package static func values(_ elements: Tensor.Elements) -> [UInt16]? {
        if case .uint16(let values) = elements { values } else { nil }
    }
}

extension Int32: IntegerElement {
    package static let elementType = ElementType.int32
    package static func elements(_ values: [Int32]) -> Tensor.Elements { .int32(values) }
    package static func values(_ elements: Tensor.Elements) -> [Int32]? {
        if case .int32(let values) = elements { values } else { nil }
    }
}

extension UInt32: IntegerElement {
    package static let elementType = ElementType.uint32
    package static func elements(_ values: [UInt32]) -> Tensor.Elements { .uint32(values) }
    package static func values(_ elements: Tensor.Elements) -> [UInt32]? {
        if case .uint32(let values) = elements { values } else { nil }
    }
}

extension Int64: IntegerElement {
    package static let elementType = ElementType.int64
    package static func elements(_ values: [Int64]) -> Tensor.Elements { .int64(values) }
    package static func values(_ elements: Tensor.Elements) -> [Int64]? {
        if case .int64(let values) = elements { values } else { nil }
    }
}

extension UInt64: IntegerElement {
    package static let elementType = ElementType.uint64
    package static func elements(_ values: [UInt64]) -> Tensor.Elements { .uint64(values) }
    package static func values(_ elements: Tensor.Elements) -> [UInt64]? {
        if case .uint64(let values) = elements { values } else { nil }
    }
}

extension Bool: TensorElement {
    package static let elementType = ElementType.bool
    package static var zero: Bool { false }
    package static func elements(_ values: [Bool]) -> Tensor.Elements { .bool(values) }
    package static func values(_ elements: Tensor.Elements) -> [Bool]? {
        if case .bool(let values) = elements { values } else { nil }
    }
}

extension Half: TensorElement {
    package static let elementType = ElementType.float16
    package static var zero: Half { Half(bitPattern: 0) }
    package static func elements(_ values: [Half]) -> Tensor.Elements { .float16(values) }
    package static func values(_ elements: Tensor.Elements) -> [Half]? {
        if case .float16(let values) = elements { values } else { nil }
    }
}

extension BFloat16: TensorElement {
    package static let elementType = ElementType.bfloat16
    package static var zero: BFloat16 { BFloat16(bitPattern: 0) }
    package static func elements(_ values: [BFloat16]) -> Tensor.Elements { .bfloat16(values) }
    package static func values(_ elements: Tensor.Elements) -> [BFloat16]? {
        if case .bfloat16(let values) = elements { values } else { nil }
    }
}
