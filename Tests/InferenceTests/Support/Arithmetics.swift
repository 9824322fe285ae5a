import FixedPoint
import Inference
import ModelGraph
import TestSupport
import Testing

/// What a broadcast element of the result is made from: its places in both operands.
private func places(_ a: [Int], _ b: [Int]) -> (shape: [Int], places: [(Int, Int)]) {
    let shape = zip(a, b).map { max($0, $1) }
    let count = shape.reduce(1, *)
    let places = (0..<count).map { index -> (Int, Int) in
        var (rest, i, j, iStride, jStride) = (index, 0, 0, 1, 1)
        for axis in shape.indices.reversed() {
            let place = rest % shape[axis]
            rest /= shape[axis]
            if a[axis] > 1 { i += place * iStride }
            if b[axis] > 1 { j += place * jStride }
            iStride *= a[axis]
            jStride *= b[axis]
        }
        return (i, j)
    }
    return (shape, places)
}

/// Runs an operation on mantissas. `units` gets both mantissas, 2^(own - output exponent) of each, and 2^(output
/// exponent).
func expectArithmetic(
    _ op: any ModelGraph.Operator, _ aShape: [Int], _ bShape: [Int],
    sourceLocation: SourceLocation = #_sourceLocation, _ units: (Int16, Int16, Float, Float, Float) -> Float
) throws {
    var random = SeededGenerator(seed: 25)
    let a = Mantissas(aShape, DFPFormat(exponent: -12), &random)
    let b = Mantissas(bShape, DFPFormat(exponent: -11, minimum: -2047, maximum: 4095), &random)
    let format = DFPFormat(exponent: -10, minimum: -20000, maximum: 20000)
    var builder = ModelBuilder()
    builder.input("a", ["N"] + aShape.dropFirst().map { .fixed($0) }, a.format)
    builder.input("b", ["N"] + bShape.dropFirst().map { .fixed($0) }, b.format)
    builder.node(op, ["a", "b"], "y", format)
    // The operands are read again: nothing may have been computed in their place.
    builder.node(op, ["a", "b"], "z", format)
    builder.output("y")
    builder.output("z")
    let (shape, pairs) = places(aShape, bShape)
    let expected = Mantissas(
        shape, format,
        units: pairs.map { i, j in
            units(
                a.values[i], b.values[j], powerOfTwo(a.format.exponent + 10), powerOfTwo(b.format.exponent + 10),
                powerOfTwo(-10))
        }
    ).tensor
    try expectEverywhere(
        builder.model, ["a": a.tensor, "b": b.tensor], ["y": expected, "z": expected], sourceLocation: sourceLocation)
}

/// The same on float32.
func expectFloatArithmetic(
    _ op: any ModelGraph.Operator, _ aShape: [Int], _ bShape: [Int],
    sourceLocation: SourceLocation = #_sourceLocation, _ function: (Float, Float) -> Float
) throws {
    var random = SeededGenerator(seed: 26)
    let a = Tensor(shape: aShape, floats: random.floats(aShape.reduce(1, *)))
    let b = Tensor(shape: bShape, floats: random.floats(bShape.reduce(1, *)))
    var builder = ModelBuilder()
    builder.input("a", ["N"] + aShape.dropFirst().map { .fixed($0) }, nil)
    builder.input("b", ["N"] + bShape.dropFirst().map { .fixed($0) }, nil)
    builder.node(op, ["a", "b"], "y")
    builder.output("y")
    let (shape, pairs) = places(aShape, bShape)
    let floats = (a.floats ?? [], b.floats ?? [])
    let expected = Tensor(shape: shape, floats: pairs.map { function(floats.0[$0], floats.1[$1]) })
    try expectEverywhere(builder.model, ["a": a, "b": b], ["y": expected], sourceLocation: sourceLocation)
}

/// An activation with a constant per channel, on either side, in INT16: within one step of the result's format and the
/// rounding of a few float32 operations of what float arithmetic says.
func expectConstantArithmetic(
    _ op: any ModelGraph.Operator, sourceLocation: SourceLocation = #_sourceLocation,
    _ function: (Float, Float) -> Float
) throws {
    var random = SeededGenerator(seed: 27)
    let x = Mantissas([2, 6, 3, 3], DFPFormat(exponent: -12, minimum: 4096, maximum: 32767), &random)
    let c: [Float] = [1, 0.75, 1.5, 2, 0.3, 0.1]
    let format = DFPFormat(exponent: -9)
    var builder = ModelBuilder()
    builder.input("x", ["N", 6, 3, 3], DFPFormat(exponent: -12))
    builder.constant("c", Tensor(shape: [1, 6, 1, 1], floats: c))
    builder.constant("s", Tensor(shape: [], floats: [0.7]))
    builder.node(op, ["x", "c"], "right", format)
    builder.node(op, ["c", "x"], "left", format)
    builder.node(op, ["x", "s"], "scalar", format)
    for name in ["right", "left", "scalar"] { builder.output(name) }
    let outputs = try run(builder.model, ["x": x.tensor]).outputs
    for (index, value) in x.floats.enumerated() {
        let channel = c[index / 9 % 6]
        for (name, expected) in [
            ("right", function(value, channel)), ("left", function(channel, value)), ("scalar", function(value, 0.7)),
        ] {
            let limited = min(max(expected, -32767 * format.scale), 32767 * format.scale)
            let got = outputs[name]?.floats?[index] ?? .nan
            // Half a step of the format, and 2^-14 of the value: a constant on the left of Div has 15 bits.
            #expect(
                abs(got - limited) <= 0.51 * format.scale + abs(limited) / 16384, "\(name) \(index)",
                sourceLocation: sourceLocation)
        }
    }
}
