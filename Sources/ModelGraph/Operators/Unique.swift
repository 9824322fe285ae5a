/// The different elements, or slices along an axis: outputs Y, indices, inverse_indices, counts.
package struct Unique: Operator {
    package static let name = "Unique"

    /// nil: the input is flattened.
    package var axis: Int?
    /// Whether they come in ascending order, or in that of their first occurrence.
    package var sorted: Bool

    package init(axis: Int? = nil, sorted: Bool = true) {
        self.axis = axis
        self.sorted = sorted
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let x = try OperatorInputs(inputs, names: ["X"], required: 1)(0).type
        var shape: [Dimension] = [.unknown]
        if let axis {
            shape = x.shape
            shape[try Axis.normalized(axis, rank: shape.count)] = .unknown
        }
        let indices = TensorType(.int64, [.unknown])
        return [TensorType(x.elementType, shape), indices, indices, indices]
    }
}

extension Unique {
    package static var nativeFloats: [ElementType] { [.float32, .float64] }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        var x = try arguments.required(0, "X")
        if axis == nil { x = x.reshaped(to: [x.count]) }
        let axis = try Axis.normalized(axis ?? 0, rank: x.shape.count)
        let inner = x.shape[(axis + 1)...].reduce(1, *), extent = x.shape[axis]
        let outer = x.shape[..<axis].reduce(1, *)
        let values = try x.doubles("X")
        // Every slice as a list of its elements.
        let slices = (0..<extent).map { position in
            (0..<outer).flatMap { o in (0..<inner).map { values[(o * extent + position) * inner + $0] } }
        }
        var first: [[Double]: Int] = [:]
        var order: [Int] = []
        for (position, slice) in slices.enumerated() where first[slice] == nil {
            first[slice] = position
            order.append(position)
        }
        if sorted {
            // NaN comes behind all numbers, as in NumPy.
            let precedes = { (a: Double, b: Double) in a < b || (b.isNaN && !a.isNaN) }
            order.sort { slices[$0].lexicographicallyPrecedes(slices[$1], by: precedes) }
        }
        var rank: [[Double]: Int] = [:]
        for (place, position) in order.enumerated() { rank[slices[position]] = place }
        let inverse = slices.map { Int64(rank[$0] ?? 0) }
        var counts = [Int64](repeating: 0, count: order.count)
        for place in inverse { counts[Int(place)] += 1 }
        var positions = x.shape.map { Array(0..<$0) }
        positions[axis] = order
        return [
            try x.picking(
                Positions.offsets(positions: positions, strides: Positions.strides(x.shape)),
                shape: positions.map(\.count)),
            Tensor(shape: [order.count], int64s: order.map(Int64.init)),
            Tensor(shape: [extent], int64s: inverse), Tensor(shape: [order.count], int64s: counts),
        ]
    }
}
