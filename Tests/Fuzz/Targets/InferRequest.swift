import JSON
import ModelGraph

@testable import Serving

extension FuzzTarget {
    /// A request of `/v2`: binary parts that fill the body, as many elements as the shape says, and the same elements in
    /// binary form as in JSON.
    ///
    /// The first line is the value of Inference-Header-Content-Length, empty for none; the rest is the body.
    static let inferRequest = FuzzTarget("infer-request", byteLimit: 4096) { input in
        guard let newline = input.firstIndex(of: 0x0A),
            let line = String(validating: input[..<newline], as: UTF8.self)
        else { return }
        let body = Array(input[(newline + 1)...])
        let headerLength = line.isEmpty ? nil : Int(line)
        guard line.isEmpty == (headerLength == nil), let request = try? InferRequest(body, headerLength: headerLength)
        else { return }
        try require(!request.inputs.isEmpty, "a request without inputs")
        try require(request.timeoutSeconds.map { $0 > 0 } ?? true, "timeout \(request.timeoutSeconds as Any)")
        var place = headerLength ?? body.count
        for input in request.inputs {
            try require(input.shape.reduce(1, &*) == input.count, "\(input.count) elements in \(input.shape)")
            if case .binary(let range) = input.elements {
                try require(range.lowerBound == place && range.upperBound <= body.count, "\(range) after \(place)")
                place = range.upperBound
            }
            let reading = TensorReading(input: input, body: body)
            if let strings = try? reading.byteStrings() {
                try require(strings.count == input.count, "\(strings.count) strings for \(input.shape)")
                try checkForm(strings, input, body)
            }
            for type in ElementType.allCases where Datatype(type) == input.datatype {
                guard let tensor = try? reading.tensor(type) else { continue }
                try require(
                    tensor.shape == input.shape && tensor.elements.count == input.count
                        && tensor.elementType == type, "a tensor of \(tensor.shape) for \(input.shape)")
                try checkBinaryForm(tensor, input)
                if case .json(let data) = input.elements { try checkElements(tensor, numbers(data)) }
            }
        }
        try require(place == body.count, "\(body.count - place) bytes belong to nobody")
    }

    /// The elements that were read, sent as binary data, are read as the same ones.
    private static func checkBinaryForm(_ tensor: Tensor, _ input: InferRequest.Input) throws {
        let bytes = bytes(of: tensor)
        var copy = input
        copy.elements = .binary(0..<bytes.count)
        let again = try TensorReading(input: copy, body: bytes).tensor(tensor.elementType)
        try require(Self.bytes(of: again) == bytes, "\(tensor) in binary is \(again)")
    }

    /// The strings, put together again, are what was sent.
    private static func checkForm(_ strings: [[UInt8]], _ input: InferRequest.Input, _ body: [UInt8]) throws {
        guard case .binary(let range) = input.elements else { return }
        let bytes = strings.flatMap { string in
            (0..<4).map { UInt8(truncatingIfNeeded: string.count >> (8 * $0)) } + string
        }
        try require(bytes.elementsEqual(body[range]), "\(strings) are not \(body[range])")
    }

    /// Each element is the number that stands in the JSON, rounded where the type is a float.
    private static func checkElements(_ tensor: Tensor, _ numbers: [JSONValue]) throws {
        func check<A: ElementArray>(_ array: A) -> Bool {
            guard array.values.count == numbers.count else { return false }
            return zip(array.values, numbers).allSatisfy { element, number in
                switch element {
                case let element as any BinaryInteger:
                    Int(exactly: element).map { $0 == number.integer } ?? (number.double == Double(element))
                case let element as Float: number.double.map { Float($0) == element } ?? false
                case let element as Double: number.double == element
                default: true
                }
            }
        }
        try require(check(tensor.elements.array), "\(numbers) are read as \(tensor)")
    }

    /// The elements of nested lists, in order.
    private static func numbers(_ data: JSONValue) -> [JSONValue] {
        data.array.map { $0.flatMap(numbers) } ?? [data]
    }
}
