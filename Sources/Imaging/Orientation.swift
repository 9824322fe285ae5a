/// How a camera was held: EXIF's tag 274, by where row 0 and column 0 of the stored image lie in the scene.
enum Orientation: UInt8, CaseIterable, Sendable {
    case upright = 1
    case mirrored = 2
    case upsideDown = 3
    case flipped = 4
    case transposed = 5
    /// Row 0 is the right side: turn clockwise.
    case turnedLeft = 6
    case transversed = 7
    /// Row 0 is the left side: turn counterclockwise.
    case turnedRight = 8

    /// Whether width and height change places.
    var swapsSides: Bool { rawValue >= 5 }

    /// The image as it was seen.
    func upright(_ image: PixelBuffer) -> PixelBuffer {
        if self == .upright { return image }
        let (width, height, channels) = (image.width, image.height, image.channels)
        // Where output (0, 0) comes from, and how far one step to the right and one down lead, in pixels.
        let last = width * height - 1
        let (start, right, down): (Int, Int, Int) =
            switch self {
            case .upright: (0, 1, width)
            case .mirrored: (width - 1, -1, width)
            case .upsideDown: (last, -1, -width)
            case .flipped: (last - width + 1, 1, -width)
            case .transposed: (0, width, 1)
            case .turnedLeft: (last - width + 1, -width, 1)
            case .transversed: (last, -width, -1)
            case .turnedRight: (width - 1, width, -1)
            }
        let outWidth = swapsSides ? height : width
        let outHeight = swapsSides ? width : height
        let samples = [UInt8](unsafeUninitializedCapacity: image.samples.count) { out, initialized in
            image.samples.withUnsafeBufferPointer { source in
                // Every (x, y) of the output maps to one pixel of the input: the eight are permutations.
                var target = 0
                for y in 0..<outHeight {
                    var pixel = start + y * down
                    for _ in 0..<outWidth {
                        for c in 0..<channels {
                            out[target] = source[pixel * channels + c]
                            target += 1
                        }
                        pixel += right
                    }
                }
            }
            initialized = image.samples.count
        }
        return PixelBuffer(width: outWidth, height: outHeight, channels: channels, samples: samples)
    }
}
