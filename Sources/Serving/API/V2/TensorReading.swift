import JSON
import ModelGraph

/// From an input's elements, JSON or binary, to a tensor or to byte strings.
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
            elements = .float16(bits.map(Half.init(bitPattern:)))
            try checkFinite(bits.allSatisfy { $0 & 0x7C00 != 0x7C00 })
        case .bfloat16:
            let bits: [UInt16] = try binary()
            elements = .bfloat16(bits.map(BFloat16.init(bitPattern:)))
            try checkFinite(bits.allSatisfy { $0 & 0x7F80 != 0x7F80 })
        case .float32:
            let floats: [Float]
            if case .json = input.elements {
                floats = try numbers().map { Float($0) }
            } else {
                floats = (try binary() as [UInt32]).map(Float.init(bitPattern:))
            }
            try checkFinite(floats.allSatisfy(\.isFinite))
            elements = .float32(floats)
        case .float64:
            let doubles: [Double]
            if case .json = input.elements {
                doubles = try numbers()
            } else {
                doubles = (try binary() as [UInt64]).map(Double.init(bitPattern:))
            }
            try checkFinite(doubles.allSatisfy(\.isFinite))
            elements = .float64(doubles)
        }
        return Tensor(shape: input.shape, elements: elements)
    }

    /// The elements of BYTES: base64 in JSON; in binary each with four bytes of length before it.
    func byteStrings() throws(ServingError) -> [[UInt8]] {
        switch input.elements {
        case .json(let data):
            var strings: [[UInt8]] = []
            for value in try flat(data) {
                guard let text = value.string, let bytes = Base64.decode(Substring(text)) else {
                    throw fault("an element is no base64 string; send files as binary data, or as base64")
                }
                strings.append(bytes)
            }
            try checkCount(strings.count)
            return strings
        case .binary(let range):
            var strings: [[UInt8]] = []
            var rest = body[range]
            while !rest.isEmpty {
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
    }

    private func fault(_ text: String) -> ServingError { ServingError(.malformed, "input \"\(input.name)\": \(text)") }

    private func checkCount(_ count: Int) throws(ServingError) {
        guard count == input.count else {
            throw fault("\(count) elements for the shape \(input.shape), which has \(input.count)")
        }
    }

    private func checkFinite(_ isFinite: Bool) throws(ServingError) {
        if !isFinite { throw fault("NaN and infinities are no input, nor numbers beyond the datatype's range") }
    }

    /// The elements of `data`, flat or nested as the shape says.
    private func flat(_ data: JSONValue) throws(ServingError) -> [JSONValue] {
        guard let list = data.array else { throw fault("\"data\" is \(data.kindName); expected a list") }
        guard list.contains(where: { $0.array != nil }) else { return list }
        var result: [JSONValue] = []
        try gather(data, 0, &result)
        return result
    }

    private func gather(_ value: JSONValue, _ depth: Int, _ result: inout [JSONValue]) throws(ServingError) {
        guard depth < input.shape.count else {
            guard value.array == nil else { throw fault("\"data\" is nested deeper than the shape \(input.shape)") }
            result.append(value)
            return
        }
        guard let list = value.array, list.count == input.shape[depth] else {
            throw fault("\"data\" is not nested as the shape \(input.shape) says")
        }
        for element in list { try gather(element, depth + 1, &result) }
    }

    private func numbers() throws(ServingError) -> [Double] {
        guard case .json(let data) = input.elements else { return [] }
        // Flat lists of numbers come without a box for each.
        if case .numbers(let numbers) = data {
            try checkCount(numbers.count)
            return numbers
        }
        var result: [Double] = []
        for value in try flat(data) {
            guard let number = value.double else { throw fault("an element is \(value.kindName); expected a number") }
            result.append(number)
        }
        try checkCount(result.count)
        return result
    }

    private func integers<Integer: FixedWidthInteger>() throws(ServingError) -> [Integer] {
        guard case .json(let data) = input.elements else { return try binary() }
        if case .numbers(let numbers) = data {
            try checkCount(numbers.count)
            var result: [Integer] = []
            for number in numbers {
                guard let integer = Integer(exactly: number) else {
                    throw fault("\(number) is no \(input.datatype.rawValue)")
                }
                result.append(integer)
            }
            return result
        }
        var result: [Integer] = []
        for value in try flat(data) {
            let exact: Integer? =
                switch value {
                case .integer(let integer): Integer(exactly: integer)
                case .number(let number): Integer(exactly: number)
                default: nil
                }
            guard let exact else { throw fault("an element is no \(input.datatype.rawValue)") }
            result.append(exact)
        }
        try checkCount(result.count)
        return result
    }

    private func bools() throws(ServingError) -> [Bool] {
        guard case .json(let data) = input.elements else {
            let bytes: [UInt8] = try binary()
            guard bytes.allSatisfy({ $0 <= 1 }) else { throw fault("a BOOL is a byte of 0 or 1") }
            return bytes.map { $0 == 1 }
        }
        var result: [Bool] = []
        for value in try flat(data) {
            guard let bool = value.bool else { throw fault("an element is \(value.kindName); expected true or false") }
            result.append(bool)
        }
        try checkCount(result.count)
        return result
    }

    /// Little-endian elements of the body.
    private func binary<Integer: FixedWidthInteger>() throws(ServingError) -> [Integer] {
        guard case .binary(let range) = input.elements else {
            throw fault("\(input.datatype.rawValue) is sent as binary data, not in JSON")
        }
        let size = MemoryLayout<Integer>.size
        let (bytes, overflows) = input.count.multipliedReportingOverflow(by: size)
        guard !overflows, bytes == range.count else {
            throw fault(
                "\(range.count) bytes of binary data for the shape \(input.shape) of \(input.datatype.rawValue)")
        }
        return body.withUnsafeBytes { buffer in
            // In bounds: `range` lies within the body and holds `count` elements of this size.
            (0..<input.count).map {
                Integer(
                    littleEndian: buffer.loadUnaligned(fromByteOffset: range.lowerBound + $0 * size, as: Integer.self))
            }
        }
    }
}
