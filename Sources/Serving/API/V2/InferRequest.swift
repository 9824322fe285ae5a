import JSON

/// A request of the Open Inference Protocol taken apart: names, shapes and where the elements are. Nothing is known of a model.
struct InferRequest {
    struct Input {
        var name: String
        var datatype: Datatype
        var shape: [Int]
        /// The product of the shape.
        var count: Int
        var elements: Elements
    }

    enum Elements {
        /// What `data` holds.
        case json(JSONValue)
        /// A part of the body.
        case binary(Range<Int>)
    }

    struct Output {
        var name: String
        /// Nil for the request's default.
        var isBinary: Bool?
        /// The `classification` parameter.
        var classes: Int?
    }

    /// To come back in the answer.
    var id: String?
    var inputs: [Input] = []
    /// Empty for all.
    var outputs: [Output] = []
    var wantsBinary = false
    /// Above 0.
    var timeoutSeconds: Double?
    /// 1 is the highest, 0 the model's default.
    var priority = 0

    /// - Parameter headerLength: bytes of JSON that the body begins with; nil for all of it.
    /// - Throws: `ServingError` that names the member.
    init(_ body: [UInt8], headerLength: Int?) throws(ServingError) {
        let length = headerLength ?? body.count
        guard length > 0, length <= body.count else {
            throw ServingError(
                .malformed, "Inference-Header-Content-Length is \(length); the body has \(body.count) bytes")
        }
        let value = try JSONBody.value(
            length == body.count ? body : Array(body[..<length]), called: "the request")
        guard let object = value.object else {
            throw ServingError(.malformed, "the request is \(value.kindName); expected an object with \"inputs\"")
        }
        if let value = object["id"], !value.isNull {
            guard let text = value.string else {
                throw ServingError(.malformed, "\"id\" is \(value.kindName); expected a string")
            }
            id = text
        }
        try readParameters(try Self.parameters(object["parameters"], "the request"))
        // Not the compact form, which holds numbers and no tensors: a body has room for millions of them.
        guard case .array(let list)? = object["inputs"], !list.isEmpty else {
            throw ServingError(.malformed, "\"inputs\" must be a list of one or more tensors")
        }
        var place = length
        // A set: a body has room for a great many names.
        var names: Set<String> = []
        for (position, entry) in list.enumerated() {
            let input = try Self.input(entry, position, body.count, &place)
            guard names.insert(input.name).inserted else {
                throw ServingError(.malformed, "input \"\(input.name)\" is given twice")
            }
            inputs.append(input)
        }
        guard place == body.count else {
            throw ServingError(.malformed, "\(body.count - place) bytes of the body belong to no input")
        }
        if let value = object["outputs"], !value.isNull {
            guard case .array(let list) = value else {
                throw ServingError(.malformed, "\"outputs\" must be a list of objects with the names of outputs")
            }
            names = []
            for (position, entry) in list.enumerated() {
                let output = try Self.output(entry, position)
                guard names.insert(output.name).inserted else {
                    throw ServingError(.malformed, "output \"\(output.name)\" is asked for twice")
                }
                outputs.append(output)
            }
        }
    }

    /// A request without JSON, whose body is the only input's elements.
    init(raw input: Input) {
        inputs = [input]
        wantsBinary = true
    }

    private static func parameters(_ value: JSONValue?, _ place: String) throws(ServingError) -> JSONObject {
        guard let value, !value.isNull else { return JSONObject(members: []) }
        guard let object = value.object else {
            throw ServingError(.malformed, "\"parameters\" of \(place) is \(value.kindName); expected an object")
        }
        if let key = object.keys.first(where: { $0.hasPrefix("shared_memory_") }) {
            throw ServingError(
                .malformed, "\(key.prefix(40)) of \(place): shared memory is not offered; send the elements")
        }
        return object
    }

    private mutating func readParameters(_ parameters: JSONObject) throws(ServingError) {
        for (name, value) in parameters.members {
            switch name {
            case "binary_data_output":
                guard let flag = value.bool else { throw Self.wrong(name, "true or false", value) }
                wantsBinary = flag
            case "timeout":
                guard let microseconds = value.integer, microseconds >= 0 else {
                    throw Self.wrong(name, "a whole number of microseconds", value)
                }
                if microseconds > 0 { timeoutSeconds = Double(microseconds) / 1e6 }
            case "priority":
                guard let number = value.integer, number >= 0 else { throw Self.wrong(name, "a whole number", value) }
                priority = number
            case "sequence_id", "sequence_start", "sequence_end":
                // Clients write them with their defaults, which ask for nothing.
                let isDefault = value == .bool(false) || value.integer == 0 || value.string?.isEmpty == true
                guard isDefault else {
                    throw ServingError(.malformed, "\(name): sequences are not offered; models here keep no state")
                }
            default: break
            }
        }
    }

    /// Errors repeat names and shapes: what a client sends must not come back at any length.
    private static let nameByteLimit = 4096
    private static let rankLimit = 64

    private static func check(_ name: String, _ place: String) throws(ServingError) {
        guard name.utf8.count <= nameByteLimit else {
            throw ServingError(
                .malformed,
                "the name of \(place) has \(name.utf8.count) bytes; at most \(nameByteLimit) are taken")
        }
    }

    private static func wrong(_ name: String, _ expected: String, _ value: JSONValue) -> ServingError {
        ServingError(.malformed, "the parameter \(name) is \(value.kindName); expected \(expected)")
    }

    private static func input(
        _ entry: JSONValue, _ position: Int, _ end: Int, _ place: inout Int
    ) throws(ServingError) -> Input {
        guard let object = entry.object, let name = object["name"]?.string else {
            throw ServingError(.malformed, "input \(position) has no \"name\"")
        }
        try check(name, "input \(position)")
        guard let text = object["datatype"]?.string else {
            throw ServingError(.malformed, "input \"\(name)\" has no \"datatype\"")
        }
        guard let datatype = Datatype(rawValue: text) else {
            let known = Datatype.allCases.map(\.rawValue).joined(separator: ", ")
            throw ServingError(.malformed, "input \"\(name)\" has the datatype \(text.prefix(40)); known are \(known)")
        }
        guard let list = object["shape"], let rank = list.elementCount else {
            throw ServingError(.malformed, "input \"\(name)\" has no \"shape\"")
        }
        guard rank <= rankLimit else {
            throw ServingError(
                .malformed, "the shape of input \"\(name)\" has \(rank) extents; at most \(rankLimit) are taken")
        }
        var shape: [Int] = []
        var count = 1
        for extent in list.array ?? [] {
            guard case .integer(let number) = extent, number >= 0 else {
                throw ServingError(.malformed, "the shape of input \"\(name)\" must be whole numbers from 0 up")
            }
            let (product, overflows) = count.multipliedReportingOverflow(by: number)
            guard !overflows else {
                throw ServingError(.malformed, "the shape of input \"\(name)\" has more elements than can be counted")
            }
            count = product
            shape.append(number)
        }
        let parameters = try parameters(object["parameters"], "input \"\(name)\"")
        let size = parameters["binary_data_size"]
        switch (object["data"], size) {
        case (.some(let data), nil):
            return Input(name: name, datatype: datatype, shape: shape, count: count, elements: .json(data))
        case (nil, .some(let size)):
            guard case .integer(let bytes) = size, bytes >= 0 else {
                throw ServingError(.malformed, "binary_data_size of input \"\(name)\" must be a number of bytes")
            }
            guard bytes <= end - place else {
                throw ServingError(
                    .malformed,
                    "input \"\(name)\" has \(bytes) bytes of binary data; \(end - place) are left in the body")
            }
            defer { place += bytes }
            return Input(
                name: name, datatype: datatype, shape: shape, count: count, elements: .binary(place..<place + bytes))
        default:
            throw ServingError(.malformed, "input \"\(name)\" needs one of \"data\" and binary_data_size")
        }
    }

    private static func output(_ entry: JSONValue, _ position: Int) throws(ServingError) -> Output {
        guard let object = entry.object, let name = object["name"]?.string else {
            throw ServingError(.malformed, "output \(position) has no \"name\"")
        }
        try check(name, "output \(position)")
        let parameters = try parameters(object["parameters"], "output \"\(name)\"")
        var output = Output(name: name)
        if let value = parameters["binary_data"] {
            guard let flag = value.bool else { throw wrong("binary_data", "true or false", value) }
            output.isBinary = flag
        }
        if let value = parameters["classification"] {
            // Clients write 0 for none.
            guard let classes = value.integer, classes >= 0 else {
                throw wrong("classification", "a whole number of classes", value)
            }
            output.classes = classes > 0 ? classes : nil
        }
        return output
    }
}
