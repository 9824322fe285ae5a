import FixedPoint
import ModelGraph
import TestSupport
import Testing

/// Runs an activation on all mantissas (in some order, as two images) and compares with the definition.
func expectActivation(
    _ op: any ModelGraph.Operator, _ outputExponent: Int, sourceLocation: SourceLocation = #_sourceLocation,
    _ function: (Float) -> Float
) throws {
    let input = DFPFormat(exponent: -12)
    let format = DFPFormat(exponent: outputExponent, minimum: -30000, maximum: 30000)
    var x = Mantissas([2, 7, 13, 360], input, units: [])
    x.values = (0..<65520).map { Int16(truncatingIfNeeded: max(-32767, $0 &* 7919 % 65535 - 32767)) }
    var builder = ModelBuilder()
    builder.input("x", ["N", 7, 13, 360], input)
    builder.node(op, ["x"], "y", format)
    builder.output("y")
    let expected = Mantissas(
        x.shape, format, units: x.floats.map { function($0) * powerOfTwo(-outputExponent) })
    try expectEverywhere(builder.model, ["x": x.tensor], ["y": expected.tensor], sourceLocation: sourceLocation)
}

/// The same on float32.
func expectFloatActivation(
    _ op: any ModelGraph.Operator, sourceLocation: SourceLocation = #_sourceLocation, _ function: (Float) -> Float
) throws {
    var random = SeededGenerator(seed: 23)
    let x = Tensor(shape: [2, 50], floats: random.floats(100, in: -5...5))
    var builder = ModelBuilder()
    builder.input("x", ["N", 50], nil)
    builder.node(op, ["x"], "y")
    builder.output("y")
    let expected = Tensor(shape: [2, 50], floats: (x.floats ?? []).map(function))
    try expectEverywhere(builder.model, ["x": x], ["y": expected], sourceLocation: sourceLocation)
}
