import FixedPoint
import ModelGraph
import TestSupport
import Testing

@testable import Inference

/// Random graphs whose values are read again much later: if two live values shared memory, an answer would differ from
/// the one that each value has when it is computed alone.
struct RandomGraphTests {
    @Test(arguments: 0..<40)
    func valuesSurviveUntilTheirLastReader(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let format = DFPFormat(exponent: -8, minimum: -20000, maximum: 20000)
        let x = Mantissas([2, 5, 4, 3], format, &random)
        var builder = ModelBuilder()
        builder.input("x", ["N", 5, 4, 3], format)
        var values: [(name: String, floats: [Float])] = [("x", x.floats)]
        for index in 0..<25 {
            let (a, b) = (values.randomElement(using: &random)!, values.randomElement(using: &random)!)
            let name = "v\(index)"
            let unit = format.scale
            func limited(_ value: Float) -> Float {
                min(max((value / unit).rounded(.toNearestOrEven), -20000), 20000) * unit
            }
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                builder.node(Add(), [a.name, b.name], name, format)
                values.append((name, zip(a.floats, b.floats).map { limited($0 + $1) }))
            case 1:
                builder.node(Sub(), [a.name, b.name], name, format)
                values.append((name, zip(a.floats, b.floats).map { limited($0 - $1) }))
            case 2:
                builder.node(Relu(), [a.name], name, format)
                values.append((name, a.floats.map { max($0, 0) }))
            default:
                builder.node(Identity(), [a.name], name, format)
                values.append((name, a.floats))
            }
        }
        var expected: [String: Tensor] = [:]
        for value in values.suffix(3) {
            builder.output(value.name)
            expected[value.name] = Tensor(shape: x.shape, floats: value.floats)
        }
        try expectEverywhere(builder.model, ["x": x.tensor], expected)
    }
}
