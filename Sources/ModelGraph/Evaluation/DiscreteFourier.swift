import PortableMath

/// Discrete Fourier transforms of any length by their definition, in float64.
struct DiscreteFourier {
    private let cosines: [Double]
    private let sines: [Double]
    let length: Int

    init(length: Int) {
        self.length = length
        let angles = (0..<length).map { 2 * 3.141592653589793 * Double($0) / Double(length) }
        cosines = angles.map { PortableMath.cos($0) }
        sines = angles.map { PortableMath.sin($0) }
    }

    /// sum of x[n] e^(-+2 pi i k n / length) for k in 0..<count; missing elements are zero.
    func transform(_ real: [Double], _ imaginary: [Double], inverse: Bool, count: Int) -> (
        real: [Double], imaginary: [Double]
    ) {
        var result = (real: [Double](repeating: 0, count: count), imaginary: [Double](repeating: 0, count: count))
        let used = min(length, real.count)
        let sign = inverse ? 1.0 : -1.0
        for k in 0..<count {
            var (re, im, phase) = (0.0, 0.0, 0)
            for n in 0..<used {
                let (c, s) = (cosines[phase], sign * sines[phase])
                re += real[n] * c - imaginary[n] * s
                im += real[n] * s + imaginary[n] * c
                phase += k
                if phase >= length { phase %= length }
            }
            result.real[k] = inverse ? re / Double(length) : re
            result.imaginary[k] = inverse ? im / Double(length) : im
        }
        return result
    }
}
