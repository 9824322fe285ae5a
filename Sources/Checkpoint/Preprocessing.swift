import FoundationEssentials

/// How a photograph becomes a model's input tensor: what the model was trained with.
///
/// Part of every checkpoint, read from `--preprocess FILE.json`, never assumed. The keys in JSON are in
/// snake case; see docs/checkpoint.md.
package struct Preprocessing: Sendable, Hashable, Codable {
    /// Order of the channels.
    package enum Color: String, Sendable, Hashable, Codable {
        case rgb = "RGB"
        case bgr = "BGR"
        /// One channel, ITU-R 601 luma as Pillow's `convert("L")`.
        case gray = "L"
    }

    package enum Interpolation: String, Sendable, Hashable, Codable {
        case nearest, bilinear, bicubic
    }

    /// The first step: Pillow's resize (its antialiasing filters), before the crop.
    package struct Resize: Sendable, Hashable, Codable {
        /// Scale so that the shorter side has this many pixels; the longer one is
        /// `round(side * shorterSide / min(width, height))`, half to even. Nil if `size` is given.
        package var shorterSide: Int?
        /// Scale to exactly [height, width], whatever the aspect. Nil if `shorterSide` is given.
        package var size: [Int]?
        package var interpolation: Interpolation

        package init(shorterSide: Int? = nil, size: [Int]? = nil, interpolation: Interpolation) {
            self.shorterSide = shorterSide
            self.size = size
            self.interpolation = interpolation
        }

        package enum CodingKeys: String, CodingKey {
            case shorterSide = "shorter_side"
            case size
            case interpolation
        }
    }

    /// The second step: the middle, offset `round((side - size) / 2)`, half to even; black outside.
    package struct CenterCrop: Sendable, Hashable, Codable {
        /// [height, width] in pixels.
        package var size: [Int]

        package init(size: [Int]) { self.size = size }
    }

    /// Order of the input tensor's axes.
    package enum Layout: String, Sendable, Hashable, Codable {
        case nchw = "NCHW"
        case nhwc = "NHWC"
    }

    package var color: Color
    /// Apply JPEG's EXIF orientation before anything else.
    package var exifOrientation: Bool
    package var resize: Resize?
    package var centerCrop: CenterCrop?
    /// The last step, per channel on 0...255: `(x - mean) / std`.
    package var mean: [Float]
    package var std: [Float]
    package var layout: Layout

    /// Reads the keys of a preprocess.json; absent ones have the defaults of the memberwise initializer. The keys that
    /// only explain (`antialias`, `rounding`, `offset`, `scale`, `dtype`) are passed over.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        color = try container.decodeIfPresent(Color.self, forKey: .color) ?? .rgb
        exifOrientation = try container.decodeIfPresent(Bool.self, forKey: .exifOrientation) ?? true
        resize = try container.decodeIfPresent(Resize.self, forKey: .resize)
        centerCrop = try container.decodeIfPresent(CenterCrop.self, forKey: .centerCrop)
        mean = try container.decode([Float].self, forKey: .mean)
        std = try container.decode([Float].self, forKey: .std)
        layout = try container.decodeIfPresent(Layout.self, forKey: .layout) ?? .nchw
    }

    package init(
        color: Color = .rgb, exifOrientation: Bool = true, resize: Resize? = nil, centerCrop: CenterCrop? = nil,
        mean: [Float], std: [Float], layout: Layout = .nchw
    ) {
        self.color = color
        self.exifOrientation = exifOrientation
        self.resize = resize
        self.centerCrop = centerCrop
        self.mean = mean
        self.std = std
        self.layout = layout
    }

    package enum CodingKeys: String, CodingKey {
        case color
        case exifOrientation = "exif_orientation"
        case resize
        case centerCrop = "center_crop"
        case mean
        case std
        case layout
    }

    /// Channels of the input tensor.
    package var channels: Int { color == .gray ? 1 : 3 }

    /// - Throws: `CheckpointError` for settings that make no sense.
    package func validate() throws(CheckpointError) {
        func fail(_ message: String) -> CheckpointError {
            CheckpointError(.invalidSetting, "preprocessing: \(message)")
        }
        guard mean.count == channels, std.count == channels else {
            throw fail(
                "\(mean.count) values of mean and \(std.count) of std; \(color.rawValue) has \(channels) channels")
        }
        guard (mean + std).allSatisfy(\.isFinite), std.allSatisfy({ $0 != 0 }) else {
            throw fail("mean and std must be finite, and std not 0")
        }
        let sides = 1...8192
        if let resize {
            guard (resize.shorterSide == nil) != (resize.size == nil) else {
                throw fail("resize needs either shorter_side or size")
            }
            if let side = resize.shorterSide, !sides.contains(side) {
                throw fail("shorter_side \(side); expected 1...8192")
            }
            if let size = resize.size, size.count != 2 || !size.allSatisfy(sides.contains) {
                throw fail("resize size \(size); expected [height, width] of 1...8192")
            }
        }
        if let crop = centerCrop, crop.size.count != 2 || !crop.size.allSatisfy(sides.contains) {
            throw fail("center_crop size \(crop.size); expected [height, width] of 1...8192")
        }
        guard centerCrop != nil || resize?.size != nil else {
            throw fail("neither center_crop nor a resize to a size: the input would be of any shape")
        }
    }

    /// Reads a `preprocess.json`.
    ///
    /// - Throws: `CheckpointError` that names the file.
    package static func load(path: String) throws(CheckpointError) -> Preprocessing {
        let file = try MappedFile(path: path)
        let preprocessing: Preprocessing
        do { preprocessing = try JSONDecoder().decode(Preprocessing.self, from: Data(file.bytes)) } catch {
            throw CheckpointError(.invalidSetting, "\(path) is no preprocessing in JSON: \(error)")
        }
        try preprocessing.validate()
        return preprocessing
    }
}
