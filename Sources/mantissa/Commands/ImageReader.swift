import Checkpoint
import Imaging
import ModelGraph
import Serving

/// Image files to input tensors, as a checkpoint's preprocessing says.
struct ImageReader: Sendable {
    private let preprocessing: Preprocessing
    private let preprocessor: Preprocessor
    private let appliesOrientation: Bool

    init(_ preprocessing: Preprocessing) throws {
        self.preprocessing = preprocessing
        preprocessor = try Preprocessor(preprocessing)
        appliesOrientation = preprocessing.exifOrientation
    }

    /// The float32 input for one image, batch 1.
    ///
    /// - Throws: `CommandFailure` that names the file.
    func tensor(path: String) throws -> Tensor {
        let bytes = try ImageFolder.bytes(path)
        do {
            return try preprocessor.tensor(from: ImageDecoder.decode(bytes, applyingOrientation: appliesOrientation))
        } catch {
            throw CommandFailure("\(path): \(error)")
        }
    }

    /// The input for an image's mirror image.
    func mirrored(_ tensor: Tensor) -> Tensor {
        let width = tensor.shape[preprocessing.layout == .nchw ? 3 : 2]
        let values = HorizontalMirror.mirrored(
            tensor.floats ?? [], width: width, channels: preprocessing.channels, layout: preprocessing.layout)
        return Tensor(shape: tensor.shape, floats: values)
    }
}
