import HTTPServer
import HTTPTypes
import JSON
import ModelGraph
import Testing

@testable import Serving

@Suite struct InferResponseTests {
    private func response(_ tensor: Tensor, isBinary: Bool = false) throws -> ServerResponse {
        try InferResponse(
            model: "m", version: 1, id: "i",
            outputs: [.init(name: "y", isBinary: isBinary, content: .tensor(tensor))]
        ).response()
    }

    private func text(_ response: ServerResponse) -> String { String(decoding: response.body, as: UTF8.self) }

    /// Every type, by its elements in JSON and its bytes.
    private static let cases: [(Tensor.Elements, String, String, [UInt8])] = [
        (.bool([true, false]), "BOOL", "[true,false]", [1, 0]),
        (.int8([-1, 127]), "INT8", "[-1,127]", [255, 127]),
        (.uint8([0, 255]), "UINT8", "[0,255]", [0, 255]),
        (.int16([-2, 258]), "INT16", "[-2,258]", [254, 255, 2, 1]),
        (.uint16([1, 65535]), "UINT16", "[1,65535]", [1, 0, 255, 255]),
        (.int32([-1, 16_909_060]), "INT32", "[-1,16909060]", [255, 255, 255, 255, 4, 3, 2, 1]),
        (.uint32([4_294_967_295, 0]), "UINT32", "[4294967295,0]", [255, 255, 255, 255, 0, 0, 0, 0]),
        (
            .int64([1, -1]), "INT64", "[1,-1]",
            [1] + [UInt8](repeating: 0, count: 7) + [UInt8](repeating: 255, count: 8)
        ),
        (
            .uint64([.max, 2]), "UINT64", "[18446744073709551615,2]",
            [UInt8](repeating: 255, count: 8) + [2] + [UInt8](repeating: 0, count: 7)
        ),
        (.float32([0.1, -1]), "FP32", "[0.1,-1.0]", [205, 204, 204, 61, 0, 0, 128, 191]),
        (.float16([Half(bitPattern: 0x3C00), Half(bitPattern: 0xC000)]), "FP16", "[1.0,-2.0]", [0, 60, 0, 192]),
    ]

    @Test(arguments: cases) func everyTypeInJSONAndBinary(
        elements: Tensor.Elements, datatype: String, json: String, bytes: [UInt8]
    ) throws {
        let tensor = Tensor(shape: [2], elements: elements)
        let head =
            "{\"id\":\"i\",\"model_name\":\"m\",\"model_version\":\"1\",\"outputs\":[{\"name\":\"y\",\"datatype\":\"\(datatype)\",\"shape\":[2],"
        #expect(try text(response(tensor)) == head + "\"data\":\(json)}]}")
        let binary = try response(tensor, isBinary: true)
        let expected = Array((head + "\"parameters\":{\"binary_data_size\":\(bytes.count)}}]}").utf8)
        #expect(binary.body == expected + bytes)
        #expect(binary.headers[.inferenceHeaderContentLength] == String(expected.count))
        #expect(binary.headers[.contentType] == "application/octet-stream")
    }

    @Test func whatIsNoFiniteNumberIsNeverWrittenAsJSON() throws {
        for value in [Float.nan, .infinity, -.infinity] {
            let tensor = Tensor(shape: [1], floats: [value])
            #expect(throws: ServingError.self) { try response(tensor) }
            #expect(try response(tensor, isBinary: true).status == .ok)
        }
    }

    @Test func classesAreTheBestOfEachRowWithTheirLabels() throws {
        let tensor = Tensor(shape: [2, 3], floats: [0.5, 3.3, -1, 2, 2, 1e-7])
        let content = try Classification.content(
            tensor, name: "y", count: 2, rows: 2, labels: ["dog", "cat: big"])
        guard case .strings(let strings, let shape) = content else {
            Issue.record("no strings")
            return
        }
        #expect(strings == ["3.300000:1:cat: big", "0.500000:0:dog", "2.000000:0:dog", "2.000000:1:cat: big"])
        #expect(shape == [2, 2])
    }

    @Test func aModelWithoutSamplesHasOneListOfClasses() throws {
        let content = try Classification.content(
            Tensor(shape: [1, 3], floats: [1, 3, 2]), name: "y", count: 9, rows: nil, labels: nil)
        guard case .strings(let strings, let shape) = content else {
            Issue.record("no strings")
            return
        }
        #expect(strings == ["3.000000:1", "2.000000:2", "1.000000:0"])
        #expect(shape == [3])
    }

    @Test func whatHasNoClassesIsRefused() {
        let tensors: [(Tensor, Int?)] = [
            (Tensor(shape: [2], elements: .int32([1, 2])), 2), (Tensor(shape: [], floats: [1]), nil),
            (Tensor(shape: [0, 3], floats: []), 0), (Tensor(shape: [3], floats: [1, 2, 3]), 2),
            (Tensor(shape: [1_000_001], floats: [Float](repeating: 0, count: 1_000_001)), nil),
        ]
        for (tensor, rows) in tensors {
            #expect(throws: ServingError.self) {
                try Classification.content(tensor, name: "y", count: .max, rows: rows, labels: nil)
            }
        }
    }

    @Test func numbersHaveSixDecimals() {
        for (value, text) in [
            (0.61, "0.610000"), (-0.5, "-0.500000"), (0, "0.000000"), (1e-7, "0.000000"),
            (123_456.789, "123456.789062"),
            (9.9999999, "10.000000"),
        ] as [(Float, String)] { #expect(Classification.sixDecimals(value) == text) }
    }
}
