import FixedPoint

extension DFPFormat {
    /// The numbers of the format next to real ones, as the engine would round them; NaN gives 0.
    func rounded(_ values: [Float]) -> [Float] {
        let (low, high) = (Float(minimum), Float(maximum))
        let unit = Float(sign: .plus, exponent: -exponent, significand: 1)
        let step = scale
        var result = values
        result.withUnsafeMutableBufferPointer { result in
            for index in result.indices {
                let scaled = (result[index] * unit).rounded(.toNearestOrEven)
                result[index] = scaled == scaled ? min(max(scaled, low), high) * step : 0
            }
        }
        return result
    }
}
