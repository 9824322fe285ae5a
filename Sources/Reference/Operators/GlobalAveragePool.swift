package import ModelGraph

extension GlobalAveragePool: ReferenceOperator {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let input = try arguments.floats(0, "X")
        let planes = try Planes(input)
        return [
            planes.reduced { plane in
                var sum = 0.0
                for value in plane { sum += Double(value) }
                return Float(sum / Double(plane.count))
            }
        ]
    }
}
