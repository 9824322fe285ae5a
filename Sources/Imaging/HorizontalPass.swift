/// The pass of a resize along the rows: each row becomes as wide as the window.
struct HorizontalPass {
    let weights: ResampleWeights

    /// Filters the given rows only; row 0 of the result is `rows.lowerBound` of the image.
    func apply(to image: PixelBuffer, rows: Range<Int>) -> PixelBuffer {
        let width = weights.starts.count
        let channels = image.channels
        let count = width * rows.count * channels
        let samples = [UInt8](unsafeUninitializedCapacity: count) { out, initialized in
            // `starts` and `counts` stay within the image's width, `rows` within its height.
            guard let target = out.baseAddress else { return }
            image.samples.withUnsafeBufferPointer { source in
                guard let source = source.baseAddress else { return }
                for (i, y) in rows.enumerated() {
                    let from = source + y * image.width * channels
                    let to = target + i * width * channels
                    if channels == 3 { rowRGB(from, to) } else { rowGray(from, to) }
                }
            }
            initialized = count
        }
        return PixelBuffer(width: width, height: rows.count, channels: channels, samples: samples)
    }

    private func rowRGB(_ source: UnsafePointer<UInt8>, _ target: UnsafeMutablePointer<UInt8>) {
        weights.weights.withUnsafeBufferPointer { k in
            weights.starts.withUnsafeBufferPointer { starts in
                weights.counts.withUnsafeBufferPointer { counts in
                    guard var k = k.baseAddress else { return }
                    for x in 0..<starts.count {
                        var pixel = source + 3 * starts[x]
                        let half: Int32 = 1 << (ResampleWeights.fractionBits - 1)
                        // No overflow: weights add up to 2^22, magnitudes to less than twice that, times 255.
                        var (r, g, b) = (half, half, half)
                        for i in 0..<counts[x] {
                            let weight = k[i]
                            r &+= Int32(pixel[0]) &* weight
                            g &+= Int32(pixel[1]) &* weight
                            b &+= Int32(pixel[2]) &* weight
                            pixel += 3
                        }
                        target[3 * x] = ResampleWeights.sample(r)
                        target[3 * x + 1] = ResampleWeights.sample(g)
                        target[3 * x + 2] = ResampleWeights.sample(b)
                        k += weights.stride
                    }
                }
            }
        }
    }

    private func rowGray(_ source: UnsafePointer<UInt8>, _ target: UnsafeMutablePointer<UInt8>) {
        weights.weights.withUnsafeBufferPointer { k in
            weights.starts.withUnsafeBufferPointer { starts in
                weights.counts.withUnsafeBufferPointer { counts in
                    guard var k = k.baseAddress else { return }
                    for x in 0..<starts.count {
                        let pixel = source + starts[x]
                        var sum: Int32 = 1 << (ResampleWeights.fractionBits - 1)
                        for i in 0..<counts[x] { sum &+= Int32(pixel[i]) &* k[i] }
                        target[x] = ResampleWeights.sample(sum)
                        k += weights.stride
                    }
                }
            }
        }
    }
}
