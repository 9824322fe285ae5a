import Foundation
import ModelGraph
import TestSupport
import Testing

@testable import Checkpoint

@Suite struct SafetensorsTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var path: String { folder.file("t.safetensors").path }

    /// A file of this header and data, whatever they are.
    private func file(_ header: String, data: [UInt8] = [], length: UInt64? = nil) throws -> String {
        let count = length ?? UInt64(header.utf8.count)
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) } + Array(header.utf8) + data
        return try folder.write(bytes, to: "made.safetensors").path
    }

    private func tensor(_ header: String, _ data: [UInt8]) throws -> Tensor? {
        try SafetensorsFile(path: file(header, data: data)).tensors()["t"]
    }

    private let all: [String: Tensor] = [
        "floats": Tensor(shape: [2, 3], floats: [1, -2, 3.5, .infinity, -0.0, .leastNonzeroMagnitude]),
        "int64s": Tensor(shape: [2], int64s: [.min, .max]),
        "int32s": Tensor(shape: [1, 2], elements: .int32([.min, .max])),
        "int16s": Tensor(shape: [3], int16s: [-32768, 0, 32767]),
        "bytes": Tensor(shape: [3], elements: .uint8([0, 127, 255])),
        "bools": Tensor(shape: [2], elements: .bool([true, false])),
        "scalar": Tensor(shape: [], floats: [7]),
        "empty": Tensor(shape: [0, 4], floats: []),
        "naïve \"name\"/\\ \n": Tensor(shape: [1], floats: [1]),
    ]

    @Test func readsWhatItWrote() throws {
        try SafetensorsWriter.write(all, metadata: ["a": "b", "ü": "\"{}\\"], to: path)
        let file = try SafetensorsFile(path: path)
        #expect(file.tensors() == all)
        #expect(file.metadata == ["a": "b", "ü": "\"{}\\"])
    }

    @Test func aSecondReaderAgrees() throws {
        try SafetensorsWriter.write(all.filter { $0.key != "bools" && $0.key != "bytes" }, to: path)
        let other = try SafetensorsReader.read(URL(fileURLWithPath: path))
        for (name, tensor) in other { #expect(tensor == all[name], "\(name)") }
        #expect(other.count == all.count - 2)
    }

    @Test func equalContentGivesEqualBytesAndDataIsAligned() throws {
        try SafetensorsWriter.write(all, metadata: ["x": "1", "y": "2"], to: path)
        let first = try Data(contentsOf: URL(fileURLWithPath: path))
        try SafetensorsWriter.write(
            Dictionary(uniqueKeysWithValues: all.sorted { $0.key > $1.key }), metadata: ["y": "2", "x": "1"], to: path)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == first)
        let length = first[0..<8].enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) }
        #expect(length % 8 == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["t.safetensors"])
    }

    @Test func otherElementTypesKeepTheirNumbers() throws {
        let header = { (type: String, count: Int, bytes: Int) in
            #"{"t":{"dtype":"\#(type)","shape":[\#(count)],"data_offsets":[0,\#(bytes)]}}"#
        }
        // 1, -2 and 65504 in binary16; 1 and -2 in bfloat16; 0.5 in binary64.
        #expect(try tensor(header("F16", 3, 6), [0, 0x3C, 0, 0xC0, 0xFF, 0x7B])?.doubles() == [1, -2, 65504])
        #expect(try tensor(header("BF16", 2, 4), [0x80, 0x3F, 0, 0xC0])?.doubles() == [1, -2])
        #expect(try tensor(header("F64", 1, 8), [0, 0, 0, 0, 0, 0, 0xE0, 0x3F])?.doubles() == [0.5])
        #expect(try tensor(header("I8", 2, 2), [0xFF, 0x7F])?.integers == [-1, 127])
        #expect(try tensor(header("U16", 1, 2), [0xFF, 0xFF])?.integers == [65535])
        #expect(try tensor(header("U32", 1, 4), [0xFF, 0xFF, 0xFF, 0xFF])?.integers == [4_294_967_295])
        #expect(try tensor(header("BOOL", 2, 2), [0, 2])?.elements == .bool([false, true]))
    }

    @Test func dataNeedNotBeAligned() throws {
        // A header of odd length: the floats lie at an odd address.
        let header = #"{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
        for spaces in 0..<8 {
            let padded = header + String(repeating: " ", count: spaces)
            #expect(try tensor(padded, [0, 0, 0x80, 0x3F])?.floats == [1])
        }
    }

    @Test(arguments: [
        #"{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#,
        #"{"t":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#,
        #"{"t":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}"#,
        #"{"t":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807],"data_offsets":[0,4]}}"#,
        #"{"t":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}"#,
        #"{"t":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}"#,
        #"{"t":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#,
        #"{"t":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}"#,
        #"{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}"#,
        #"{"t":{"dtype":"F32","shape":[1],"data_offsets":[0]}}"#,
        #"{"t":{"dtype":"F32","shape":[1],"data_offsets":[-9223372036854775808,9223372036854775807]}}"#,
        #"{"t":{"dtype":"F32","shape":[1],"data_offsets":[9223372036854775803,9223372036854775807]}}"#,
        #"{"t":{"dtype":"F32","shape":[1],"data_offsets":[1,5]}}"#,
        #"{"t":{"dtype":"F32","shape":[1]}}"#,
        #"{"t":{"dtype":"X99","shape":[1],"data_offsets":[0,4]}}"#,
        #"{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"u":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
        #"{"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"u":{"dtype":"I16","shape":[1],"data_offsets":[2,4]}}"#,
        #"{"t":7}"#, #"{"t":{"a":"b"}}"#, #"{"__metadata__":{"a":7}}"#, #"{"__metadata__":{"a":{"b":"c"}}}"#,
        "[]", "7", "\"text\"", "{", "{}}", "  ", "nothing", "{\"t\":",
    ])
    func headersThatLieAreRefused(_ header: String) throws {
        let path = try file(header, data: [0, 0, 0, 0])
        let error = #expect(throws: CheckpointError.self) { try SafetensorsFile(path: path) }
        #expect(error?.message.contains("made.safetensors") == true)
    }

    @Test func aHeaderOfEndlessNestingIsRefused() throws {
        let path = try file(String(repeating: "[", count: 200_000))
        #expect(throws: CheckpointError.self) { try SafetensorsFile(path: path) }
    }

    @Test(arguments: [0, 1, 65 << 20, 1 << 40, UInt64(Int64.max), UInt64.max - 7, .max])
    func headerLengthsThatLieAreRefused(_ length: UInt64) throws {
        let path = try file("{}", length: length)
        #expect(throws: CheckpointError.self) { try SafetensorsFile(path: path) }
    }

    @Test func everyTruncationIsRefused() throws {
        try SafetensorsWriter.write(["t": Tensor(shape: [4], floats: [1, 2, 3, 4])], to: path)
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        for count in 0..<bytes.count {
            let cut = try folder.write(bytes[..<count], to: "cut.safetensors").path
            let error = #expect(throws: CheckpointError.self, "\(count) bytes") { try SafetensorsFile(path: cut) }
            #expect(error?.kind == .truncated || error?.kind == .corrupt)
        }
        let longer = try folder.write(bytes + [0], to: "longer.safetensors").path
        #expect(throws: CheckpointError.self) { try SafetensorsFile(path: longer) }
    }

    @Test func randomBytesNeverTrap() throws {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<300 {
            let count = Int.random(in: 0...64, using: &random)
            var bytes = random.bytes(count)
            // Every other time a length that makes the header's bytes be looked at.
            if count > 9, Bool.random(using: &random) {
                bytes.replaceSubrange(0..<8, with: [UInt8(count - 8), 0, 0, 0, 0, 0, 0, 0])
            }
            let path = try folder.write(bytes, to: "random.safetensors").path
            #expect(throws: CheckpointError.self) { try SafetensorsFile(path: path) }
        }
    }

    @Test func whatCannotBeOpenedIsNamed() throws {
        for path in [folder.file("absent").path, folder.path] {
            let error = #expect(throws: CheckpointError.self) { try SafetensorsFile(path: path) }
            #expect(error?.kind == .unreadable)
            #expect(error?.message.contains(path) == true)
        }
        let error = #expect(throws: CheckpointError.self) {
            try SafetensorsWriter.write(all, to: folder.file("no/such/folder.safetensors").path)
        }
        #expect(error?.kind == .unreadable)
    }

    @Test func aFailedWriteLeavesTheOldFile() throws {
        // The place is taken by a folder: the rename at the end fails.
        let place = folder.file("taken")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: false)
        #expect(throws: CheckpointError.self) { try SafetensorsWriter.write(all, to: place.path) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["taken"])
    }
}
