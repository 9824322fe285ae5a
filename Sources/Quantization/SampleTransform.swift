import ModelGraph
import PortableMath

/// Makes further calibration samples of given ones: mirrored, cut and enlarged, brighter or darker, with more or less contrast.
///
/// What a model is fitted to is then more than what it is judged on, as in MetaAug (Pan et al., ECCV 2024), where the
/// transformation is learned; here the best of some is searched for (`SampleTransform.all`).
struct SampleTransform: Sendable, Hashable {
    let name: String
    /// Whether a copy may be mirrored.
    var mirrors = false
    /// The least share of height and width that a copy shows.
    var zoom: Float = 1
    /// How far contrast and brightness may move: contrast by this share, brightness by this share of the deviation.
    var light: Float = 0

    /// Copies of each sample.
    static let copies = 2

    /// What is searched, the least changes first; the first changes nothing.
    static let all = [
        SampleTransform(name: "none"),
        SampleTransform(name: "mirror", mirrors: true),
        SampleTransform(name: "mirror and light", mirrors: true, light: 0.15),
        SampleTransform(name: "mirror and zoom", mirrors: true, zoom: 0.8),
        SampleTransform(name: "mirror, zoom and light", mirrors: true, zoom: 0.7, light: 0.3),
    ]

    /// Whether it can change this sample: images in NCHW.
    static func fits(_ sample: [String: Tensor]) -> Bool {
        sample.values.contains { $0.shape.count == 4 && $0.floats != nil && (1...4).contains($0.shape[1]) }
    }

    /// A copy of a sample. The same number gives the same copy; inputs that are no images stay as they are.
    func copy(of sample: [String: Tensor], number: UInt64) -> [String: Tensor] {
        var random = SplitMix64(state: number)
        func uniform() -> Float { Float(random.next() >> 40) / Float(1 << 24) }
        // Drawn whether used or not: each kind of change draws alike in all transforms.
        let (side, share, x, y, contrast, brightness) = (
            uniform(), uniform(), uniform(), uniform(), uniform(), uniform()
        )
        return sample.mapValues { tensor in
            guard tensor.shape.count == 4, let floats = tensor.floats, (1...4).contains(tensor.shape[1]) else {
                return tensor
            }
            let (height, width) = (tensor.shape[2], tensor.shape[3])
            guard height > 1, width > 1 else { return tensor }
            var planes = floats
            let size = 1 - (1 - zoom) * share
            let isMirrored = mirrors && side < 0.5
            if isMirrored || size < 1 {
                let window = Window(
                    top: (1 - size) * y * Float(height - 1), left: (1 - size) * x * Float(width - 1), size: size,
                    isMirrored: isMirrored)
                for begin in stride(from: 0, to: floats.count, by: height * width) {
                    window.resample(floats, into: &planes, at: begin, height, width)
                }
            }
            if light > 0 {
                let (low, high) = (floats.min() ?? 0, floats.max() ?? 0)
                let mean = planes.reduce(0, +) / Float(planes.count)
                let square = planes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(planes.count)
                let factor = 1 + light * (2 * contrast - 1)
                let shift = light * (2 * brightness - 1) * square.squareRoot()
                // No brighter and no darker than the image is anywhere.
                planes = planes.map { min(high, max(low, mean + ($0 - mean) * factor + shift)) }
            }
            return Tensor(shape: tensor.shape, floats: planes)
        }
    }

    /// A part of an image that fills it.
    private struct Window {
        let top: Float
        let left: Float
        let size: Float
        let isMirrored: Bool

        /// Bilinear, of the plane that begins at `begin`.
        func resample(_ source: [Float], into target: inout [Float], at begin: Int, _ height: Int, _ width: Int) {
            for row in 0..<height {
                let y = min(Float(height - 1), top + Float(row) * size)
                let above = Int(y), below = min(above + 1, height - 1)
                let dy = y - Float(above)
                for column in 0..<width {
                    let x = min(Float(width - 1), left + Float(isMirrored ? width - 1 - column : column) * size)
                    let before = Int(x), after = min(before + 1, width - 1)
                    let dx = x - Float(before)
                    func at(_ row: Int, _ column: Int) -> Float { source[begin + row * width + column] }
                    target[begin + row * width + column] =
                        (at(above, before) * (1 - dx) + at(above, after) * dx) * (1 - dy)
                        + (at(below, before) * (1 - dx) + at(below, after) * dx) * dy
                }
            }
        }
    }
}
