/// How the range of an activation follows from what calibration saw.
package enum CalibrationMethod: String, Sendable, Hashable, CaseIterable {
    /// The largest magnitude seen, with headroom: nothing seen in calibration is cut.
    case minMax = "min-max"
    /// The magnitude below which 99.999% of the elements lie.
    case percentile
    /// The range whose numbers are distributed most like the magnitudes seen (Kullback and Leibler's divergence).
    case entropy
    /// The range whose sum of rounding and cutting errors is the smallest over the histogram.
    case mse
    /// For each value the one of the others with which the layers that read it come closest to their float32 outputs.
    case best

    /// Those that are a rule of their own.
    static let rules: [CalibrationMethod] = [.minMax, .percentile, .entropy, .mse]
}
