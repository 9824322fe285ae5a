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
            }
            for type in ElementType.allCases where Datatype(type) == input.datatype {
                guard let tensor = try? reading.tensor(type) else { continue }
                try require(
                    tensor.shape == input.shape && tensor.elements.count == input.count
                        && tensor.elementType == type, "a tensor of \(tensor.shape) for \(input.shape)")
                try checkBinaryForm(tensor, input)
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
}
