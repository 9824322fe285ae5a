/// Its input repeated along each axis: inputs input, repeats.
package struct Tile: Operator {
    package static let name = "Tile"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["input", "repeats"], required: 2)
        let input = try inputs(0).type
        guard let repeats = try inputs.integersIfConstant(1, "repeats") else {
            return [TensorType(input.elementType, input.shape.map { _ in .unknown })]
        }
        try check(repeats, rank: input.shape.count)
        _ = try ShapeLimits.count(zip(input.shape, repeats).map { ($0.fixed ?? 1, $1) }.flatMap { [$0, $1] }.suffix(8))
        let shape = zip(input.shape, repeats).map { extent, count -> Dimension in
            if count == 1 { return extent }
            return extent.fixed.map { .fixed($0 &* count) } ?? .unknown
        }
        return [TensorType(input.elementType, shape)]
    }

    private func check(_ repeats: [Int], rank: Int) throws {
        guard repeats.count == rank, repeats.allSatisfy({ (0...ShapeLimits.elements).contains($0) }) else {
            throw GraphError.invalid("repeats \(repeats) for an input of \(rank) axes")
        }
    }
}

extension Tile {
    package static var nativeFloats: [ElementType] { ElementType.floats }
    package var movesElements: Bool { true }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let input = try arguments.required(0, "input")
        let repeats = try arguments.integers(1, "repeats")
        try check(repeats, rank: input.shape.count)
        var shape: [Int] = []
        for (extent, count) in zip(input.shape, repeats) { shape.append(try ShapeLimits.count([extent, count])) }
        _ = try ShapeLimits.count(shape)
        let positions = zip(shape, input.shape).map { extent, own in (0..<extent).map { $0 % own } }
        return [
            try input.picking(
                Positions.offsets(positions: positions, strides: Positions.strides(input.shape)), shape: shape)
        ]
    }
}
