import FixedPoint
import Inference
import ModelGraph
import TestSupport
import Testing

struct ConcatTests {
    @Test(arguments: [0, 1, 2, 3, -1])
    func bringsEveryPartToOneFormat(axis: Int) throws {
        var random = SeededGenerator(seed: 29)
        let place = axis < 0 ? axis + 4 : axis
        var bShape = [2, 3, 4, 5]
        bShape[place] = 2
        let a = Mantissas([2, 3, 4, 5], DFPFormat(exponent: -12), &random)
        let b = Mantissas(bShape, DFPFormat(exponent: -10), &random)
        let format = DFPFormat(exponent: -11)
        var builder = ModelBuilder()
        builder.input("a", a.shape.map { .fixed($0) }, a.format)
        builder.input("b", bShape.map { .fixed($0) }, b.format)
        builder.node(Concat(axis: axis), ["a", "b", "a"], "y", format)
        builder.output("y")
        let rows = a.shape[..<place].reduce(1, *)
        var units: [Float] = []
        for row in 0..<rows {
            let (wa, wb) = (a.values.count / rows, b.values.count / rows)
            let partA = a.values[row * wa..<(row + 1) * wa].map { Float($0) * 0.5 }
            units += partA + b.values[row * wb..<(row + 1) * wb].map { Float($0) * 2 } + partA
        }
        var shape = a.shape
        shape[place] = 2 * a.shape[place] + 2
        let expected = Mantissas(shape, format, units: units)
        try expectEverywhere(builder.model, ["a": a.tensor, "b": b.tensor], ["y": expected.tensor])
    }

    @Test func joinsFloats() throws {
        var builder = ModelBuilder()
        builder.input("a", ["N", 2], nil)
        builder.input("b", ["N", 1], nil)
        builder.node(Concat(axis: 1), ["a", "b"], "y")
        builder.output("y")
        try expectEverywhere(
            builder.model,
            ["a": Tensor(shape: [2, 2], floats: [1, 2, 3, 4]), "b": Tensor(shape: [2, 1], floats: [5, 6])],
            ["y": Tensor(shape: [2, 3], floats: [1, 2, 5, 3, 4, 6])])
    }
}
