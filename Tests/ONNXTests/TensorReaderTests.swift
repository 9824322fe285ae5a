import Foundation
import ModelGraph
import Testing

@testable import ONNX

/// Every element type, stored raw and in the typed fields.
struct TensorReaderTests {
    private let reader = TensorReader(externalData: ExternalData(folder: nil))

    struct Case: Sendable {
        var type: Onnx_TensorProto.DataType
        var raw: [UInt8]
        /// Of the typed field, all numbers of which are exact as Double.
        var typed: [Double]
        var expected: Tensor.Elements
    }

    static let cases: [Case] = [
        Case(type: .float, raw: [0, 0, 128, 63, 0, 0, 0, 192], typed: [1, -2], expected: .float32([1, -2])),
        Case(
            type: .double, raw: [0, 0, 0, 0, 0, 0, 240, 63, 0, 0, 0, 0, 0, 0, 0, 192], typed: [1, -2],
            expected: .float64([1, -2])),
        Case(
            type: .float16, raw: [0, 60, 0, 192], typed: [0x3C00, 0xC000],
            expected: .float16([Half(bitPattern: 0x3C00), Half(bitPattern: 0xC000)])),
        Case(
            type: .bfloat16, raw: [128, 63, 0, 192], typed: [0x3F80, 0xC000],
            expected: .bfloat16([BFloat16(bitPattern: 0x3F80), BFloat16(bitPattern: 0xC000)])),
        Case(
            type: .int64, raw: [1, 0, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 255, count: 8), typed: [1, -1],
            expected: .int64([1, -1])),
        Case(type: .int32, raw: [1, 0, 0, 0, 255, 255, 255, 255], typed: [1, -1], expected: .int32([1, -1])),
        Case(type: .int16, raw: [1, 0, 255, 255], typed: [1, -1], expected: .int16([1, -1])),
        Case(type: .int8, raw: [1, 255], typed: [1, -1], expected: .int8([1, -1])),
        Case(type: .uint8, raw: [1, 255], typed: [1, 255], expected: .uint8([1, 255])),
        Case(type: .uint16, raw: [1, 0, 255, 255], typed: [1, 65535], expected: .uint16([1, 65535])),
        Case(
            type: .uint32, raw: [1, 0, 0, 0, 255, 255, 255, 255], typed: [1, 4_294_967_295],
            expected: .uint32([1, 4_294_967_295])),
        Case(
            type: .uint64, raw: [1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0], typed: [1, 2],
            expected: .uint64([1, 2])),
        Case(type: .bool, raw: [0, 1], typed: [0, 1], expected: .bool([false, true])),
    ]

    @Test(arguments: cases.indices)
    func rawAndTypedGiveTheSame(_ index: Int) throws {
        let testCase = Self.cases[index]
        var raw = Onnx_TensorProto()
        (raw.dims, raw.dataType, raw.rawData) = ([2], Int32(testCase.type.rawValue), Data(testCase.raw))
        #expect(try reader.tensor(raw) == Tensor(shape: [2], elements: testCase.expected))
        var typed = Onnx_TensorProto()
        (typed.dims, typed.dataType) = ([2], Int32(testCase.type.rawValue))
        switch testCase.type {
        case .float: typed.floatData = testCase.typed.map { Float($0) }
        case .double: typed.doubleData = testCase.typed
        case .int64: typed.int64Data = testCase.typed.map { Int64($0) }
        case .uint32, .uint64: typed.uint64Data = testCase.typed.map { UInt64($0) }
        default: typed.int32Data = testCase.typed.map { Int32($0) }
        }
        #expect(try reader.tensor(typed) == Tensor(shape: [2], elements: testCase.expected))
        // One element too many or too few.
        for extent in [1, 3] as [Int64] {
            (raw.dims, typed.dims) = ([extent], [extent])
            #expect(throws: ONNXError.self) { try reader.tensor(raw) }
            #expect(throws: ONNXError.self) { try reader.tensor(typed) }
        }
    }

    @Test func elementsOutsideTheirTypeAreRefused() {
        for type in [Onnx_TensorProto.DataType.int8, .uint8, .int16, .uint16, .float16] {
            var tensor = Onnx_TensorProto()
            (tensor.dims, tensor.dataType, tensor.int32Data) = ([1], Int32(type.rawValue), [1 << 20])
            #expect(throws: ONNXError.self) { try reader.tensor(tensor) }
        }
    }

    @Test(arguments: [0, 8, 14, 15, 17, 99, -1] as [Int32])
    func otherTypesAreRefused(_ type: Int32) {
        var tensor = Onnx_TensorProto()
        (tensor.dims, tensor.dataType, tensor.rawData) = ([1], type, Data([0]))
        #expect(throws: ONNXError.self) { try reader.tensor(tensor) }
    }
}
