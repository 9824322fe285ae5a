extension PortableMath {
    /// Taylor coefficients of erf around i / 8 for i = 0...48, eleven each.
    private static let erfTable: [Double] = {
        var table: [Double] = []
        for i in 0...48 {
            let center = Double(i) / 8
            // The derivatives are 2/sqrt(pi) * exp(-c^2) times polynomials: f(n+2) = -2c f(n+1) - 2n f(n).
            var derivatives = [1.0, -2 * center]
            for n in 1..<10 { derivatives.append(-2 * center * derivatives[n] - 2 * Double(n) * derivatives[n - 1]) }
            let scale = 1.1283791670955126 * exp(-center * center)
            var coefficients = [erfSeries(center)]
            var factorial = 1.0
            for n in 1...10 {
                factorial *= Double(n)
                coefficients.append(scale * derivatives[n - 1] / factorial)
            }
            table.append(contentsOf: coefficients)
        }
        return table
    }()

    /// erf by a series of positive terms, slow and accurate: 2/sqrt(pi) e^(-x^2) sum of 2^n x^(2n+1) / (2n+1)!!.
    private static func erfSeries(_ x: Double) -> Double {
        var (term, sum, n) = (x, x, 1.0)
        while term > sum * 1e-18 && n < 400 {
            term *= 2 * x * x / (2 * n + 1)
            sum += term
            n += 1
        }
        return min(1.1283791670955126 * exp(-x * x) * sum, 1)
    }

    /// The Gauss error function; errors below 1e-14.
    package static func erf(_ x: Double) -> Double {
        if x.isNaN { return x }
        let a = abs(x)
        guard a < 6 else { return x < 0 ? -1 : 1 }
        let center = Int((a * 8).rounded(.toNearestOrEven))
        let h = a - Double(center) / 8
        let value = erfTable.withUnsafeBufferPointer { table in
            // In bounds: a < 6 makes the center 48 at most, and each has eleven coefficients.
            let coefficients = table[center * 11..<center * 11 + 11]
            var sum = 0.0
            for coefficient in coefficients.reversed() { sum = sum * h + coefficient }
            return sum
        }
        return x < 0 ? -value : value
    }
}
