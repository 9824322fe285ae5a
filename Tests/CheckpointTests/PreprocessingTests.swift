import Foundation
import TestSupport
import Testing

@testable import Checkpoint

@Suite struct PreprocessingTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func load(_ json: String) throws -> Preprocessing {
        try Preprocessing.load(path: try folder.write(json, to: "preprocess.json").path)
    }

    /// Keys that only describe what is always so are allowed to stand there.
    @Test func readsAFileWithNotesForPeople() throws {
        let preprocessing = try load(
            """
            {"color": "RGB", "resize": {"shorter_side": 256, "interpolation": "bicubic", "antialias": "Pillow",
             "rounding": "round(side*256/min(w,h)), half to even"},
             "center_crop": {"size": [224, 224], "offset": "round((side-224)/2), half to even"},
             "scale": "(x - mean) / std on 0..255", "mean": [127, 127, 127], "std": [128, 128, 128],
             "layout": "NCHW", "dtype": "float32"}
            """)
        #expect(
            preprocessing
                == Preprocessing(
                    color: .rgb, exifOrientation: true, resize: .init(shorterSide: 256, interpolation: .bicubic),
                    centerCrop: .init(size: [224, 224]), mean: [127, 127, 127], std: [128, 128, 128], layout: .nchw))
    }

    @Test func fillsInTheDefaults() throws {
        let preprocessing = try load(
            #"{"resize": {"size": [64, 32], "interpolation": "bilinear"}, "mean": [0, 0, 0], "std": [1, 1, 1]}"#)
        #expect(preprocessing.color == .rgb)
        #expect(preprocessing.exifOrientation)
        #expect(preprocessing.layout == .nchw)
        #expect(preprocessing.centerCrop == nil)
        let unturned = try load(
            #"{"exif_orientation": false, "center_crop": {"size": [1, 1]}, "mean": [0,0,0], "std": [1,1,1]}"#)
        #expect(!unturned.exifOrientation)
    }

    private static let crop = #""center_crop": {"size": [8, 8]}"#
    private static let scale = #""mean": [0,0,0], "std": [1,1,1]"#

    @Test(arguments: [
        "", "[]", "{}", "{\"mean\": [0,0,0]}",
        "{\(crop), \"mean\": [0,0,0], \"std\": [1,0,1]}",
        "{\(crop), \"mean\": [0,0], \"std\": [1,1]}",
        "{\(crop), \"mean\": [0,0,0], \"std\": [1,1]}",
        "{\(crop), \"color\": \"L\", \"mean\": [0,0,0], \"std\": [1,1,1]}",
        "{\(crop), \"color\": \"CMYK\", \"mean\": [0,0,0], \"std\": [1,1,1]}",
        "{\(crop), \"mean\": [1e39,0,0], \"std\": [1,1,1]}",
        #"{"center_crop": {"size": [0, 8]}, "mean": [0,0,0], "std": [1,1,1]}"#,
        #"{"center_crop": {"size": [8, 8193]}, "mean": [0,0,0], "std": [1,1,1]}"#,
        #"{"center_crop": {"size": [8]}, "mean": [0,0,0], "std": [1,1,1]}"#,
        #"{"mean": [0,0,0], "std": [1,1,1]}"#,
        #"{"resize": {"shorter_side": 8, "interpolation": "bicubic"}, "mean": [0,0,0], "std": [1,1,1]}"#,
        "{\(crop), \"resize\": {\"shorter_side\": 0, \"interpolation\": \"bicubic\"}, \"mean\": [0,0,0], \"std\": [1,1,1]}",
        "{\(crop), \"resize\": {\"interpolation\": \"bicubic\"}, \"mean\": [0,0,0], \"std\": [1,1,1]}",
        "{\(crop), \"resize\": {\"shorter_side\": 8, \"size\": [8, 8], \"interpolation\": \"bicubic\"}, \(scale)}",
        "{\(crop), \"resize\": {\"size\": [8, 8], \"interpolation\": \"lanczos\"}, \"mean\": [0,0,0], \"std\": [1,1,1]}",
    ])
    func refusesWhatMakesNoSense(_ json: String) throws {
        let error = #expect(throws: CheckpointError.self) { try load(json) }
        #expect(error?.kind == .invalidSetting)
    }
}
