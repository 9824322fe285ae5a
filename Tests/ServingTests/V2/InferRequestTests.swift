import JSON
import ModelGraph
import Testing

@testable import Serving

/// Requests of the Open Inference Protocol as bytes: good ones, and those that must be refused with a reason.
@Suite struct InferRequestTests {
    private func parsed(_ json: String, binary: [UInt8] = [], length: Int? = nil) throws -> InferRequest {
        let body = Array(json.utf8) + binary
        return try InferRequest(body, headerLength: length ?? (binary.isEmpty ? nil : json.utf8.count))
    }

    private func input(_ parts: String) -> String { "{\"inputs\":[{\"name\":\"x\",\(parts)}]}" }

    @Test func readsTheExampleOfTheProtocol() throws {
        let json = """
            {"id":"7","inputs":[{"name":"mask","shape":[2],"datatype":"BOOL","data":[true,false]},
            {"name":"input","shape":[2,3],"datatype":"FP32","parameters":{"binary_data_size":24}}],
            "outputs":[{"name":"logits","parameters":{"binary_data":true}}],
            "parameters":{"timeout":2000000,"priority":1,"sequence_id":0,"other":"x"}}
            """
        let floats: [Float] = [1, -2, 0.5, 3, 4, -5]
        let binary = floats.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } }
        let body = Array(json.utf8) + binary
        let request = try InferRequest(body, headerLength: json.utf8.count)
        #expect(request.id == "7" && request.timeoutSeconds == 2 && request.priority == 1 && !request.wantsBinary)
        #expect(request.outputs.map(\.name) == ["logits"] && request.outputs[0].isBinary == true)
        let mask = try TensorReading(input: request.inputs[0], body: body).tensor(.bool)
        #expect(mask == Tensor(shape: [2], elements: .bool([true, false])))
        let values = try TensorReading(input: request.inputs[1], body: body).tensor(.float32)
        #expect(values == Tensor(shape: [2, 3], floats: floats))
    }

    @Test func dataMayBeFlatOrNestedAsTheShape() throws {
        for data in ["[1,2,3,4]", "[[1,2],[3,4]]", "[1.0,2e0,3,4]"] {
            let request = try parsed(input("\"shape\":[2,2],\"datatype\":\"INT32\",\"data\":\(data)"))
            let tensor = try TensorReading(input: request.inputs[0], body: []).tensor(.int32)
            #expect(tensor == Tensor(shape: [2, 2], elements: .int32([1, 2, 3, 4])))
        }
    }

    @Test func numbersOfEveryFormKeepTheirOrder() throws {
        // The first row is compact, the second is not: its first number is beyond 2^53.
        let request = try parsed(
            input("\"shape\":[2,1,2],\"datatype\":\"FP64\",\"data\":[[[0.1,-2]],[[9007199254740993,4]]]"))
        let tensor = try TensorReading(input: request.inputs[0], body: []).tensor(.float64)
        #expect(tensor == Tensor(shape: [2, 1, 2], elements: .float64([0.1, -2, 9_007_199_254_740_992, 4])))
    }

    @Test func tensorsWithoutElementsAreRead() throws {
        for data in ["[]", "[[],[]]"] {
            let request = try parsed(input("\"shape\":[2,0],\"datatype\":\"FP32\",\"data\":\(data)"))
            let tensor = try TensorReading(input: request.inputs[0], body: []).tensor(.float32)
            #expect(tensor == Tensor(shape: [2, 0], floats: []))
        }
    }

    /// All have the bytes 1, 2, ... as their elements.
    @Test func everyTypeIsLittleEndian() throws {
        let cases: [(String, ElementType, Tensor.Elements)] = [
            ("INT8", .int8, .int8([1, 2])), ("UINT8", .uint8, .uint8([1, 2])),
            ("INT16", .int16, .int16([0x0201, 0x0403])), ("UINT16", .uint16, .uint16([0x0201, 0x0403])),
            ("INT32", .int32, .int32([0x0403_0201, 0x0807_0605])),
            ("UINT32", .uint32, .uint32([0x0403_0201, 0x0807_0605])),
            ("INT64", .int64, .int64([0x0807_0605_0403_0201, 0x100F_0E0D_0C0B_0A09])),
            ("UINT64", .uint64, .uint64([0x0807_0605_0403_0201, 0x100F_0E0D_0C0B_0A09])),
            ("FP16", .float16, .float16([Half(bitPattern: 0x0201), Half(bitPattern: 0x0403)])),
            ("BF16", .bfloat16, .bfloat16([BFloat16(bitPattern: 0x0201), BFloat16(bitPattern: 0x0403)])),
            ("FP32", .float32, .float32([Float(bitPattern: 0x0403_0201), Float(bitPattern: 0x0807_0605)])),
            (
                "FP64", .float64,
                .float64([Double(bitPattern: 0x0807_0605_0403_0201), Double(bitPattern: 0x100F_0E0D_0C0B_0A09)])
            ),
        ]
        for (name, type, elements) in cases {
            let binary = (0..<2 * type.byteCount).map { UInt8($0 + 1) }
            let json = input(
                "\"shape\":[2],\"datatype\":\"\(name)\",\"parameters\":{\"binary_data_size\":\(binary.count)}")
            let request = try parsed(json, binary: binary)
            let tensor = try TensorReading(input: request.inputs[0], body: Array(json.utf8) + binary).tensor(type)
            #expect(tensor == Tensor(shape: [2], elements: elements), "\(name)")
        }
    }

    /// A body has room for a great many names, and looking for the same one twice must not take the square of that.
    @Test func aHundredThousandInputsAreReadInLinearTime() throws {
        let list = (0..<100_000).map {
            "{\"name\":\"\($0)\",\"datatype\":\"INT8\",\"shape\":[1],\"data\":[1]}"
        }
        #expect(try parsed("{\"inputs\":[\(list.joined(separator: ","))]}").inputs.count == 100_000)
    }

    @Test func wholeNumbersAreExact() throws {
        let request = try parsed(
            input("\"shape\":[3],\"datatype\":\"INT64\",\"data\":[9007199254740993,-9223372036854775808,0]"))
        let tensor = try TensorReading(input: request.inputs[0], body: []).tensor(.int64)
        #expect(tensor == Tensor(shape: [3], int64s: [9_007_199_254_740_993, .min, 0]))
    }

    /// Numbers where there should be none, and the word that says what should be there.
    @Test(arguments: [("BOOL", ElementType.bool, "true or false"), ("BYTES", nil, "base64")])
    func numbersAreNoOtherElements(datatype: String, type: ElementType?, word: String) throws {
        for data in ["[1,2]", "[[1],[2]]", "[[9007199254740993],[2]]"] {
            let request = try parsed(input("\"shape\":[2,1],\"datatype\":\"\(datatype)\",\"data\":\(data)"))
            let reading = TensorReading(input: request.inputs[0], body: [])
            #expect {
                if let type { _ = try reading.tensor(type) } else { _ = try reading.byteStrings() }
            } throws: {
                "\($0)".contains(word)
            }
        }
    }

    /// What is wrong, and a word of the message.
    private static let refused: [(String, String)] = [
        ("[]", "an array"), ("{", "JSON"), ("{}", "inputs"), ("{\"inputs\":[]}", "inputs"),
        ("{\"inputs\":7}", "inputs"), ("{\"inputs\":[7]}", "inputs"), ("{\"inputs\":[null]}", "name"),
        ("{\"id\":7,\"inputs\":[]}", "id"),
        ("{\"inputs\":[{\"name\":\"x\",\"shape\":[1],\"data\":[1]}]}", "datatype"),
        ("{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP31\",\"shape\":[1],\"data\":[1]}]}", "FP31"),
        ("{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"data\":[1]}]}", "shape"),
        ("{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[-1],\"data\":[1]}]}", "shape"),
        ("{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1.5],\"data\":[1]}]}", "shape"),
        (
            "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[4294967296,4294967296],\"data\":[1]}]}",
            "more elements"
        ),
        ("{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1]}]}", "one of"),
        (
            "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1],\"parameters\":{\"binary_data_size\":4}}]}",
            "one of"
        ),
        (
            "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"parameters\":{\"binary_data_size\":1000000000}}]}",
            "0 are left"
        ),
        (
            "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"parameters\":{\"binary_data_size\":-4}}]}",
            "binary_data_size"
        ),
        (
            "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"parameters\":{\"shared_memory_region\":\"r\"}}]}",
            "shared memory"
        ),
        (
            "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]},{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}]}",
            "twice"
        ),
        (
            "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}],\"outputs\":[1,2]}",
            "outputs"
        ),
        (
            "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":{},\"data\":[1]}]}",
            "shape"
        ),
        (
            "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}],\"outputs\":[{}]}",
            "output 0"
        ),
        (
            "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}],\"parameters\":{\"sequence_id\":5}}",
            "sequences"
        ),
        (
            "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[1]}],\"parameters\":{\"timeout\":-5}}",
            "timeout"
        ),
    ]

    /// Errors repeat names and shapes.
    @Test func anErrorIsShortHoweverMuchIsWrong() {
        let long = String(repeating: "x", count: 1_000_000)
        let shape = [String](repeating: "1", count: 1_000_000).joined(separator: ",")
        for json in [
            "{\"inputs\":[{\"name\":\"\(long)\"}]}",
            "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"\(long)\",\"shape\":[1],\"data\":[1]}]}",
            input("\"shape\":[\(shape)],\"datatype\":\"INT8\",\"data\":[]"),
            "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"INT8\",\"shape\":[1],\"data\":[1],\"parameters\":{\"shared_memory_\(long)\":1}}]}",
            "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"INT8\",\"shape\":[1],\"data\":[1]}],\"outputs\":[{\"name\":\"\(long)\"}]}",
        ] {
            #expect {
                _ = try parsed(json)
            } throws: { error in
                "\(error)".utf8.count < 1000
            }
        }
    }

    @Test(arguments: refused) func whatIsWrongIsNamed(json: String, word: String) {
        #expect {
            _ = try parsed(json)
        } throws: { error in
            (error as? ServingError)?.kind == .malformed && "\(error)".contains(word)
        }
    }

    @Test func theLengthOfTheHeaderIsHeldAgainstTheBody() {
        let json = input("\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1]")
        for length in [0, json.utf8.count + 1, Int.max] {
            #expect(throws: ServingError.self) { try parsed(json, length: length) }
        }
        // Bytes that belong to no input.
        #expect(throws: ServingError.self) { try parsed(json, binary: [1, 2, 3]) }
    }

    /// Shape, datatype and data that do not fit each other.
    private static let unfit: [(String, ElementType, [UInt8]?)] = [
        ("\"shape\":[2],\"datatype\":\"FP32\",\"data\":[1]", .float32, nil),
        ("\"shape\":[2,2],\"datatype\":\"FP32\",\"data\":[[1,2],[3]]", .float32, nil),
        ("\"shape\":[1],\"datatype\":\"FP32\",\"data\":[[[1]]]", .float32, nil),
        ("\"shape\":[1],\"datatype\":\"FP32\",\"data\":[1e39]", .float32, nil),
        ("\"shape\":[1],\"datatype\":\"FP32\",\"data\":[\"1\"]", .float32, nil),
        ("\"shape\":[1],\"datatype\":\"FP32\",\"data\":5", .float32, nil),
        ("\"shape\":[1],\"datatype\":\"UINT8\",\"data\":[256]", .uint8, nil),
        ("\"shape\":[1],\"datatype\":\"UINT8\",\"data\":[-1]", .uint8, nil),
        ("\"shape\":[1],\"datatype\":\"INT32\",\"data\":[1.5]", .int32, nil),
        ("\"shape\":[1],\"datatype\":\"INT64\",\"data\":[-9223372036854775809]", .int64, nil),
        ("\"shape\":[1],\"datatype\":\"UINT64\",\"data\":[9223372036854775809]", .uint64, nil),
        ("\"shape\":[1],\"datatype\":\"INT64\",\"data\":[true]", .int64, nil),
        ("\"shape\":[2],\"datatype\":\"FP32\",\"data\":[1,[2]]", .float32, nil),
        ("\"shape\":[1],\"datatype\":\"FP32\",\"data\":{}", .float32, nil),
        ("\"shape\":[1000000000],\"datatype\":\"FP32\",\"data\":[1]", .float32, nil),
        ("\"shape\":[1],\"datatype\":\"BOOL\",\"data\":[1]", .bool, nil),
        ("\"shape\":[1],\"datatype\":\"FP16\",\"data\":[1]", .float16, nil),
        ("\"shape\":[2],\"datatype\":\"FP32\",\"parameters\":{\"binary_data_size\":4}", .float32, [0, 0, 0, 0]),
        ("\"shape\":[1],\"datatype\":\"FP32\",\"parameters\":{\"binary_data_size\":4}", .float32, [0, 0, 192, 127]),
        ("\"shape\":[1],\"datatype\":\"FP64\",\"parameters\":{\"binary_data_size\":4}", .float64, [0, 0, 0, 0]),
        ("\"shape\":[1],\"datatype\":\"FP16\",\"parameters\":{\"binary_data_size\":2}", .float16, [0, 124]),
        ("\"shape\":[1],\"datatype\":\"BOOL\",\"parameters\":{\"binary_data_size\":1}", .bool, [2]),
        ("\"shape\":[1152921504606846976],\"datatype\":\"FP64\",\"parameters\":{\"binary_data_size\":0}", .float64, []),
    ]

    @Test(arguments: unfit) func elementsThatDoNotFitAreRefused(parts: String, type: ElementType, binary: [UInt8]?)
        throws
    {
        let json = input(parts)
        let request = try parsed(json, binary: binary ?? [], length: json.utf8.count)
        #expect(throws: ServingError.self) {
            try TensorReading(input: request.inputs[0], body: Array(json.utf8) + (binary ?? [])).tensor(type)
        }
    }

    @Test func byteStringsAreCutAtTheirLengths() throws {
        func strings(_ binary: [UInt8], count: Int) throws -> [[UInt8]] {
            let json = input(
                "\"shape\":[\(count)],\"datatype\":\"BYTES\",\"parameters\":{\"binary_data_size\":\(binary.count)}")
            let request = try parsed(json, binary: binary, length: json.utf8.count)
            return try TensorReading(input: request.inputs[0], body: Array(json.utf8) + binary).byteStrings()
        }
        #expect(try strings([2, 0, 0, 0, 7, 8, 0, 0, 0, 0], count: 2) == [[7, 8], []])
        for (binary, count) in [
            ([2, 0, 0, 0, 7, 8], 2), ([3, 0, 0, 0, 7, 8], 1), ([255, 255, 255, 255], 1), ([0, 0], 1),
            ([0, 0, 0, 0, 0], 1), ([0, 0, 0, 0, 0, 0, 0, 0], 1),
        ] as [([UInt8], Int)] {
            #expect(throws: ServingError.self) { try strings(binary, count: count) }
        }
        let request = try parsed(input("\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"AQI=\"]"))
        #expect(try TensorReading(input: request.inputs[0], body: []).byteStrings() == [[1, 2]])
        let wrong = try parsed(input("\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"!\"]"))
        #expect(throws: ServingError.self) {
            try TensorReading(input: wrong.inputs[0], body: []).byteStrings()
        }
    }
}
