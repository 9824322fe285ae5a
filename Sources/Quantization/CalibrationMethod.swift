/// How the range of an activation follows from what calibration saw.
package enum CalibrationMethod: String, Sendable, Hashable, CaseIterable {
    /// The largest magnitude seen, with headroom: nothing seen in calibration is cut.
    case minMax = "min-max"
    /// The magnitude below which 99.999% of the elements lie.
    case percentile
    /// The range whose sum of rounding and cutting errors is the smallest over the histogram.
    case mse
}
