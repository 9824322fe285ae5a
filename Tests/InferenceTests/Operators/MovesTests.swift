import FixedPoint
import Inference
import ModelGraph
import TestSupport
import Testing

/// Operators that move elements are compiled to tables of places.
@Suite struct MovesTests {
    private static let format = DFPFormat(exponent: -3)

    private func expectMoves(
        _ op: any Operator, _ inputs: [String] = ["x"], constants: [String: Tensor] = [:], shape: [Int],
        outputs: [String: [Int]], format: DFPFormat?
    ) throws {
        var random = SeededGenerator(seed: 71)
        let x = Mantissas(shape, Self.format, &random)
        var builder = ModelBuilder()
        builder.input("x", ["N"] + shape.dropFirst().map { .fixed($0) }, format)
        for (name, tensor) in constants { builder.constant(name, tensor) }
        let names = outputs.keys.sorted()
        builder.node(op, inputs, names, format)
        for name in names { builder.output(name) }
        let floats = Tensor(shape: shape, floats: x.floats)
        let results = try op.outputs(
            Arguments([floats] + inputs.dropFirst().map { constants[$0] }, outputCount: names.count))
        let expected = Dictionary(uniqueKeysWithValues: zip(names, results))
        for name in names { #expect(expected[name]?.shape == outputs[name]) }
        try expectEverywhere(builder.model, ["x": x.tensor], expected)
    }

    @Test(arguments: [format, nil]) func splits(format: DFPFormat?) throws {
        try expectMoves(
            Split(axis: 2, numOutputs: 2), ["x", "parts"], constants: ["parts": Tensor(shape: [2], int64s: [2, 5])],
            shape: [2, 3, 7], outputs: ["a": [2, 3, 2], "b": [2, 3, 5]], format: format)
    }

    @Test(arguments: [format, nil]) func movesDepthToSpaceInImages(format: DFPFormat?) throws {
        try expectMoves(
            DepthToSpace(blocksize: 2), shape: [2, 12, 3, 5], outputs: ["y": [2, 3, 6, 10]], format: format)
    }

    @Test(arguments: [format, nil]) func fillsTheOtherTriangleWithZeros(format: DFPFormat?) throws {
        try expectMoves(Trilu(upper: false), shape: [2, 4, 5], outputs: ["y": [2, 4, 5]], format: format)
    }

    @Test(arguments: [format, nil]) func tiles(format: DFPFormat?) throws {
        try expectMoves(
            Tile(), ["x", "repeats"], constants: ["repeats": Tensor(shape: [3], int64s: [1, 2, 3])], shape: [2, 3, 2],
            outputs: ["y": [2, 6, 6]], format: format)
    }
}
