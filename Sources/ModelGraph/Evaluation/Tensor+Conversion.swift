extension Tensor {
    /// Every element as float64: exact but for integers beyond 2^53. Bools are 0 and 1.
    package func doubles(_ name: String = "") throws -> [Double] {
        switch elements {
        case .bool(let values): return values.map { $0 ? 1 : 0 }
        case .float16(let values): return values.map { Double($0.float) }
        case .bfloat16(let values): return values.map { Double($0.float) }
        default:
            func converted<A: ElementArray>(_ array: A) -> [Double] {
                (array.values as? any NumericArray)?.doubles ?? []
            }
            return converted(elements.array)
        }
    }

    /// The same numbers as another type. Floats become integers by truncation toward zero, cut to the type's range, NaN
    /// being 0; integers wrap to narrower ones, as in NumPy; rounding to narrower floats is to nearest even.
    package func converted(to type: ElementType) -> Tensor {
        if type == elementType { return self }
        // Integers convert exactly, without a detour through float64.
        if type.isInteger, let array = elements.array as? any IntegerConvertible {
            return Tensor(shape: shape, elements: array.converted(to: type))
        }
        let doubles = (try? doubles()) ?? []
        switch type {
        case .bool: return Tensor(shape: shape, doubles.map { $0 != 0 })
        case .float16:
            return Tensor(shape: shape, doubles.map { Half($0) })
        case .bfloat16: return Tensor(shape: shape, doubles.map { BFloat16(Float($0)) })
        default:
            func numbers<T: NumericElement>(_: T.Type) -> Tensor {
                Tensor(shape: shape, doubles.map { T(converting: $0) })
            }
            guard let numeric = type.element as? any NumericElement.Type else { return self }
            return numbers(numeric)
        }
    }

    /// One number of any type, repeated.
    package static func filled(_ value: Double, _ type: ElementType, shape: [Int]) -> Tensor {
        let one = Tensor(shape: [], [value]).converted(to: type)
        func repeated<A: ElementArray>(_ array: A) -> Tensor {
            Tensor(shape: shape, [A.Value](repeating: array.values[0], count: shape.reduce(1, *)))
        }
        return repeated(one.elements.array)
    }
}

private protocol NumericArray {
    var doubles: [Double] { get }
}

extension Array: NumericArray where Element: NumericElement {
    fileprivate var doubles: [Double] { map(\.double) }
}

private protocol IntegerConvertible {
    func converted(to type: ElementType) -> Tensor.Elements
}

extension Array: IntegerConvertible where Element: IntegerElement {
    fileprivate func converted(to type: ElementType) -> Tensor.Elements {
        func wrapped<T: IntegerElement>(_: T.Type) -> Tensor.Elements {
            T.elements(map { T(truncatingIfNeeded: $0) })
        }
        guard let integer = type.element as? any IntegerElement.Type else { return Element.elements(self) }
        return wrapped(integer)
    }
}
