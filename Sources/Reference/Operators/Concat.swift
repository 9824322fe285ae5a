package import ModelGraph

extension Concat: ReferenceOperator {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let inputs = try arguments.values.indices.map { try arguments.required($0, "inputs[\($0)]") }
        guard let first = inputs.first else { throw GraphError.invalid("no inputs") }
        let axis = try Axes.normalized(axis, rank: first.shape.count)
        var shape = first.shape
        shape[axis] = 0
        for input in inputs {
            var other = input.shape
            guard other.count == shape.count else {
                throw GraphError.invalid("shapes \(first.shape) and \(other) do not join along axis \(axis)")
            }
            shape[axis] += other[axis]
            other[axis] = first.shape[axis]
            guard other == first.shape else {
                throw GraphError.invalid("shapes \(first.shape) and \(input.shape) do not join along axis \(axis)")
            }
        }
        // Every input gives `rows` runs; the result takes one run of each input in turn.
        let rows = shape[..<axis].reduce(1, *)
        let runs = inputs.map { $0.shape[axis...].reduce(1, *) }
        var starts: [Int] = []
        var total = 0
        for input in inputs {
            starts.append(total)
            total += input.count
        }
        var offsets: [Int] = []
        offsets.reserveCapacity(total)
        for row in 0..<rows {
            for (start, run) in zip(starts, runs) {
                let begin = start + row * run
                offsets.append(contentsOf: begin..<begin + run)
            }
        }
        return [try Tensor.joined(inputs).picking(offsets, shape: shape)]
    }
}
