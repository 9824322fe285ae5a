/// Bounds of histograms.
package enum Buckets {
    /// From 0.1 ms to 30 s: stages of a request.
    package static let seconds: [Double] = [
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
    ]
    /// Batch sizes.
    package static let sizes: [Double] = [1, 2, 4, 8, 16, 32, 64, 128]
}
