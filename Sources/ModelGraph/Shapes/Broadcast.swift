/// NumPy's broadcasting of shapes: trailing axes are aligned, extents of 1 repeat.
package enum Broadcast {
    package static func shape(_ a: [Dimension], _ b: [Dimension]) throws(GraphError) -> [Dimension] {
        let rank = max(a.count, b.count)
        let left = [Dimension](repeating: 1, count: rank - a.count) + a
        let right = [Dimension](repeating: 1, count: rank - b.count) + b
        var result: [Dimension] = []
        for (x, y) in zip(left, right) {
            switch (x, y) {
            case _ where x == y: result.append(x)
            case (.fixed(1), _): result.append(y)
            case (_, .fixed(1)): result.append(x)
            // A symbol against a number other than 1: the number, or the model does not run.
            case (.symbol, .fixed): result.append(y)
            case (.fixed, .symbol): result.append(x)
            case (.symbol, .symbol): result.append(x)
            default: throw .invalid("shapes \(a) and \(b) do not broadcast to one another")
            }
        }
        return result
    }
}
