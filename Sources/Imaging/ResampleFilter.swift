/// A reconstruction filter: its half width and its value, in source pixels before any stretching.
enum ResampleFilter {
    case bilinear
    case bicubic

    /// The distance from which on the filter is zero.
    var support: Double {
        switch self {
        case .bilinear: 1
        case .bicubic: 2
        }
    }

    /// The filter's value at a distance of either sign.
    func value(at distance: Double) -> Double {
        let x = distance.magnitude
        switch self {
        case .bilinear:
            return x < 1 ? 1 - x : 0
        case .bicubic:
            // Keys' cubic convolution with a = -0.5, in the order of operations that fixes its last bits.
            let a = -0.5
            if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
            if x < 2 { return (((x - 5) * x + 8) * x - 4) * a }
            return 0
        }
    }
}
