/// Minimizes a smooth function by its gradient, with the curvature of the last steps (Liu and Nocedal, "On the limited memory BFGS
/// method for large scale optimization", 1989).
enum LBFGS {
    private static let memory = 10
    /// Of the largest part of the gradient: smaller is a minimum.
    private static let tolerance = 1e-6

    /// - Parameters:
    ///   - iterations: at most.
    ///   - function: the value at a point; writes its gradient, which has the point's size.
    /// - Returns: where the function is least, as far as it came.
    static func minimize(
        from start: [Double], iterations: Int, _ function: ([Double], inout [Double]) -> Double
    ) -> [Double] {
        var point = start
        var gradient = [Double](repeating: 0, count: start.count)
        var value = function(point, &gradient)
        var steps: [(step: [Double], change: [Double], curvature: Double)] = []
        for _ in 0..<iterations {
            guard gradient.contains(where: { abs($0) > tolerance }) else { break }
            var direction = direction(gradient, steps)
            var slope = Vectors.dot(direction, gradient)
            if slope >= 0 {
                steps = []
                direction = gradient.map { -$0 }
                slope = -Vectors.dot(gradient, gradient)
            }
            // Halved until the value falls enough (Armijo's rule).
            var length = steps.isEmpty ? 1 / max(1, Vectors.dot(gradient, gradient).squareRoot()) : 1
            var next = point, nextGradient = gradient, nextValue = value
            var isBetter = false
            for _ in 0..<40 where !isBetter {
                for index in point.indices { next[index] = point[index] + length * direction[index] }
                nextValue = function(next, &nextGradient)
                isBetter = nextValue <= value + 1e-4 * length * slope
                length /= 2
            }
            guard isBetter else { break }
            let step = zip(next, point).map { $0 - $1 }, change = zip(nextGradient, gradient).map { $0 - $1 }
            let curvature = Vectors.dot(step, change)
            if curvature > 1e-12 * Vectors.dot(change, change) {
                if steps.count == memory { steps.removeFirst() }
                steps.append((step, change, curvature))
            }
            (point, gradient, value) = (next, nextGradient, nextValue)
        }
        return point
    }

    /// The two loops over the last steps: their curvature's inverse times the gradient, downwards.
    private static func direction(
        _ gradient: [Double], _ steps: [(step: [Double], change: [Double], curvature: Double)]
    ) -> [Double] {
        var direction = gradient
        var factors = [Double](repeating: 0, count: steps.count)
        for index in steps.indices.reversed() {
            factors[index] = Vectors.dot(steps[index].step, direction) / steps[index].curvature
            for place in direction.indices { direction[place] -= factors[index] * steps[index].change[place] }
        }
        if let last = steps.last {
            let scale = last.curvature / Vectors.dot(last.change, last.change)
            for place in direction.indices { direction[place] *= scale }
        }
        for index in steps.indices {
            let factor = factors[index] - Vectors.dot(steps[index].change, direction) / steps[index].curvature
            for place in direction.indices { direction[place] += factor * steps[index].step[place] }
        }
        return direction.map { -$0 }
    }
}
