/// The pass of a resize along the columns: weighted sums of whole rows.
struct VerticalPass {
    let weights: ResampleWeights

    /// - Parameter firstRow: which row of the unfiltered image row 0 of `image` is; it holds all that are needed.
    func apply(to image: PixelBuffer, firstRow: Int) -> PixelBuffer {
        let rowCount = image.width * image.channels
        let height = weights.starts.count
        let count = rowCount * height
        var sums = [Int32](repeating: 0, count: rowCount)
        let samples = [UInt8](unsafeUninitializedCapacity: count) { out, initialized in
            sums.withUnsafeMutableBufferPointer { sums in
                image.samples.withUnsafeBufferPointer { source in
                    // `starts` + `counts` stay within the rows of the image by the caller's contract.
                    guard let sums = sums.baseAddress, let source = source.baseAddress, let target = out.baseAddress
                    else { return }
                    for y in 0..<height {
                        sums.update(repeating: 1 << (ResampleWeights.fractionBits - 1), count: rowCount)
                        let first = weights.starts[y] - firstRow
                        for i in 0..<weights.counts[y] {
                            let weight = weights.weights[y * weights.stride + i]
                            let row = source + (first + i) * rowCount
                            for x in 0..<rowCount { sums[x] &+= Int32(row[x]) &* weight }
                        }
                        let to = target + y * rowCount
                        for x in 0..<rowCount { to[x] = ResampleWeights.sample(sums[x]) }
                    }
                }
            }
            initialized = count
        }
        return PixelBuffer(width: image.width, height: height, channels: image.channels, samples: samples)
    }
}
