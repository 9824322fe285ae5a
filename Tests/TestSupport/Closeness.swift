package import ModelGraph

/// How far a list of floats is from what it should be, measured in tolerances: `|got - expected|` against
/// `atol + rtol * |expected|`.
package struct Closeness: Sendable, CustomStringConvertible {
    /// The largest error as a fraction of its tolerance; infinite for NaN against a number or another count.
    package var worst: Double
    /// Where it is, nil if there is nothing to compare.
    package var index: Int?
    package var got: Float = .nan
    package var expected: Float = .nan
    private var note = ""

    /// Whether every element is within its tolerance.
    package var holds: Bool { worst <= 1 }

    package init(_ got: [Float], _ expected: [Float], rtol: Double = 1e-3, atol: Double = 1e-4) {
        worst = 0
        guard got.count == expected.count else {
            worst = .infinity
            note = "\(got.count) elements instead of \(expected.count)"
            return
        }
        for (i, (g, e)) in zip(got, expected).enumerated() {
            // Equal infinities have no error; NaN stands for NaN.
            if g == e || (g.isNaN && e.isNaN) { continue }
            let error = abs(Double(g) - Double(e)) / (atol + rtol * abs(Double(e)))
            let fraction = error.isNaN ? .infinity : error
            if fraction > worst || index == nil {
                (worst, index, self.got, self.expected) = (fraction, i, g, e)
            }
        }
    }

    /// Of two tensors, whose shapes and element types must agree; integers must be equal.
    package init(_ got: Tensor?, _ expected: Tensor, rtol: Double = 1e-3, atol: Double = 1e-4) {
        self.init(got?.floats ?? [], expected.floats ?? [], rtol: rtol, atol: atol)
        if got?.shape != expected.shape {
            worst = .infinity
            note = "shape \(got?.shape.description ?? "absent") instead of \(expected.shape)"
        } else if got?.elementType != expected.elementType {
            worst = .infinity
            note = "\(got?.elementType.rawValue ?? "nothing") instead of \(expected.elementType.rawValue)"
        } else if expected.floats == nil && got != expected {
            worst = .infinity
            note = "other integers"
        }
    }

    package var description: String {
        if !note.isEmpty { return note }
        guard let index else { return "equal" }
        return "element \(index) is \(got) instead of \(expected), \(worst) of the tolerance"
    }
}

/// The cosine of the angle between two vectors, in double precision; 1 for two zero vectors.
package func cosine(_ a: [Float], _ b: [Float]) -> Double {
    guard a.count == b.count else { return .nan }
    var (dot, aa, bb) = (0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
        dot += Double(x) * Double(y)
        aa += Double(x) * Double(x)
        bb += Double(y) * Double(y)
    }
    if aa == 0 && bb == 0 { return 1 }
    return dot / (aa * bb).squareRoot()
}
