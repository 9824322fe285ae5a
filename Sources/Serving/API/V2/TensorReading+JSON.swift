import JSON

/// Elements in JSON: a flat list, or lists nested as the shape says.
extension TensorReading {
    /// A part of the elements, in their order. Lists of numbers come without a box for each.
    private enum Run {
        case numbers([Double])
        case values([JSONValue])

        var count: Int {
            switch self {
            case .numbers(let numbers): numbers.count
            case .values(let values): values.count
            }
        }
    }

    func numbers<Number: BinaryFloatingPoint>(_ data: JSONValue) throws(ServingError) -> [Number] {
        var result: [Number] = []
        for run in try runs(data) {
            switch run {
            case .numbers(let numbers): result += numbers.lazy.map { Number($0) }
            case .values(let values):
                for value in values {
                    guard let number = value.double else {
                        throw fault("an element is \(value.kindName); expected a number")
                    }
                    result.append(Number(number))
                }
            }
        }
        return result
    }

    func integers<Integer: FixedWidthInteger>(_ data: JSONValue) throws(ServingError) -> [Integer] {
        var result: [Integer] = []
        func append(_ number: Double) throws(ServingError) {
            // Beyond 2^53 a double may be another number than the one that was written.
            guard number.magnitude <= 0x1p53, let integer = Integer(exactly: number) else {
                throw fault("\(number) is no \(input.datatype.rawValue), or one that only binary data holds exactly")
            }
            result.append(integer)
        }
        for run in try runs(data) {
            switch run {
            case .numbers(let numbers): for number in numbers { try append(number) }
            case .values(let values):
                for value in values {
                    switch value {
                    case .integer(let number):
                        guard let integer = Integer(exactly: number) else {
                            throw fault("\(number) is no \(input.datatype.rawValue)")
                        }
                        result.append(integer)
                    case .number(let number): try append(number)
                    default: throw fault("an element is \(value.kindName); expected \(input.datatype.rawValue)")
                    }
                }
            }
        }
        return result
    }

    func bools(_ data: JSONValue) throws(ServingError) -> [Bool] {
        var result: [Bool] = []
        for value in try values(data, expected: "true or false") {
            guard let bool = value.bool else { throw fault("an element is \(value.kindName); expected true or false") }
            result.append(bool)
        }
        return result
    }

    func base64Strings() throws(ServingError) -> [[UInt8]] {
        guard case .json(let data) = input.elements else { return [] }
        var strings: [[UInt8]] = []
        for value in try values(data, expected: "a base64 string") {
            guard let text = value.string, let bytes = Base64.decode(Substring(text)) else {
                throw fault("an element is no base64 string; send files as binary data, or as base64")
            }
            strings.append(bytes)
        }
        return strings
    }

    /// What is no list of numbers.
    private func values(_ data: JSONValue, expected: String) throws(ServingError) -> [JSONValue] {
        var result: [JSONValue] = []
        for run in try runs(data) {
            switch run {
            case .values(let values): result += values
            case .numbers: throw fault("an element is a number; expected \(expected)")
            }
        }
        return result
    }

    /// As many elements as the shape says; they are counted before anything is made of them.
    private func runs(_ data: JSONValue) throws(ServingError) -> [Run] {
        var runs: [Run] = []
        switch data {
        case .numbers(let numbers): runs = [.numbers(numbers)]
        case .array(let values) where values.contains(where: Self.isList): try gather(data, 0, &runs)
        case .array(let values): runs = [.values(values)]
        default: throw fault("\"data\" is \(data.kindName); expected a list")
        }
        try checkCount(runs.reduce(0) { $0 + $1.count })
        return runs
    }

    private func gather(_ value: JSONValue, _ depth: Int, _ runs: inout [Run]) throws(ServingError) {
        guard depth < input.shape.count else { throw fault("\"data\" is nested deeper than the shape \(input.shape)") }
        let isInnermost = depth == input.shape.count - 1
        switch value {
        case .numbers(let numbers) where isInnermost && numbers.count == input.shape[depth]:
            runs.append(.numbers(numbers))
        case .array(let values) where values.count == input.shape[depth]:
            if isInnermost {
                guard !values.contains(where: Self.isList) else {
                    throw fault("\"data\" is nested deeper than the shape \(input.shape)")
                }
                runs.append(.values(values))
            } else {
                for value in values { try gather(value, depth + 1, &runs) }
            }
        default: throw fault("\"data\" is not nested as the shape \(input.shape) says")
        }
    }

    private static func isList(_ value: JSONValue) -> Bool {
        switch value {
        case .array, .numbers: true
        default: false
        }
    }
}
