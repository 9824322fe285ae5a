import ModelGraph

/// From an input's elements, JSON or binary, to a tensor or to byte strings.
///
/// Nothing is allocated by what a shape claims: elements are counted first.
struct TensorReading {
    let input: InferRequest.Input
    let body: [UInt8]

    /// - Throws: `ServingError` for elements that are not as many as the shape says, or out of the type's range; NaN and
    ///   infinities are refused.
    func tensor(_ type: ElementType) throws(ServingError) -> Tensor {
        let elements: Tensor.Elements
        switch type {
        case .bool: elements = .bool(try bools())
        case .int8: elements = .int8(try integers())
        case .uint8: elements = .uint8(try integers())
        case .int16: elements = .int16(try integers())
        case .uint16: elements = .uint16(try integers())
        case .int32: elements = .int32(try integers())
        case .uint32: elements = .uint32(try integers())
        case .int64: elements = .int64(try integers())
        case .uint64: elements = .uint64(try integers())
        case .float16:
            let bits: [UInt16] = try binary()
            try checkFinite(bits.allSatisfy { $0 & 0x7C00 != 0x7C00 })
            elements = .float16(bits.map(Half.init(bitPattern:)))
        case .bfloat16:
            let bits: [UInt16] = try binary()
            try checkFinite(bits.allSatisfy { $0 & 0x7F80 != 0x7F80 })
            elements = .bfloat16(bits.map(BFloat16.init(bitPattern:)))
        case .float32:
            let floats: [Float]
            if case .json(let data) = input.elements { floats = try numbers(data) } else { floats = try binary() }
            // No end before the last one: so the compiler looks at several at once.
            var isAnyInfinite: UInt32 = 0
            for float in floats { isAnyInfinite |= float.isFinite ? 0 : 1 }
            try checkFinite(isAnyInfinite == 0)
            elements = .float32(floats)
        case .float64:
            let doubles: [Double]
            if case .json(let data) = input.elements { doubles = try numbers(data) } else { doubles = try binary() }
            try checkFinite(doubles.allSatisfy(\.isFinite))
            elements = .float64(doubles)
        }
        return Tensor(shape: input.shape, elements: elements)
    }

    /// The elements of BYTES: base64 in JSON; in binary each with four bytes of length before it.
    func byteStrings() throws(ServingError) -> [[UInt8]] {
        guard case .binary(let range) = input.elements else { return try base64Strings() }
        var strings: [[UInt8]] = []
        var rest = body[range]
        while !rest.isEmpty {
            guard strings.count < input.count else {
                throw fault("there are more than the \(input.count) elements of the shape")
            }
            guard rest.count >= 4 else { throw fault("the length of element \(strings.count) is cut off") }
            let length = rest.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(4)
            guard length <= rest.count else {
                throw fault("element \(strings.count) has \(length) bytes; \(rest.count) are left")
            }
            strings.append(Array(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        try checkCount(strings.count)
        return strings
    }

    func fault(_ text: String) -> ServingError { ServingError(.malformed, "input \"\(input.name)\": \(text)") }

    func checkCount(_ count: Int) throws(ServingError) {
        guard count == input.count else {
            throw fault("\(count) elements for the shape \(input.shape), which has \(input.count)")
        }
    }

    private func checkFinite(_ isFinite: Bool) throws(ServingError) {
        if !isFinite { throw fault("NaN and infinities are no input, nor numbers beyond the datatype's range") }
    }

    private func bools() throws(ServingError) -> [Bool] {
        if case .json(let data) = input.elements { return try bools(data) }
        let bytes: [UInt8] = try binary()
        guard bytes.allSatisfy({ $0 <= 1 }) else { throw fault("a BOOL is a byte of 0 or 1") }
        return bytes.map { $0 == 1 }
    }

    private func integers<Integer: FixedWidthInteger & BitwiseCopyable>() throws(ServingError) -> [Integer] {
        if case .json(let data) = input.elements { return try integers(data) }
        return try binary()
    }

    #if _endian(big)
        #error("binary tensors are little-endian, and so must be the machine that copies them")
    #endif

    /// The elements as they lie in the body.
    private func binary<Element: BitwiseCopyable>() throws(ServingError) -> [Element] {
        guard case .binary(let range) = input.elements else {
            throw fault("\(input.datatype.rawValue) is sent as binary data, not in JSON")
        }
        let (bytes, overflows) = input.count.multipliedReportingOverflow(by: MemoryLayout<Element>.size)
        guard !overflows, bytes == range.count else {
            throw fault(
                "\(range.count) bytes of binary data for the shape \(input.shape) of \(input.datatype.rawValue)")
        }
        guard bytes > 0 else { return [] }
        return [Element](unsafeUninitializedCapacity: input.count) { elements, initializedCount in
            // In bounds: `range` lies within the body and has as many bytes as there are elements; every pattern of bits is
            // an element of the types that this is called for.
            body.withUnsafeBytes { buffer in
                UnsafeMutableRawBufferPointer(elements).copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: buffer[range]))
            }
            initializedCount = input.count
        }
    }
}
