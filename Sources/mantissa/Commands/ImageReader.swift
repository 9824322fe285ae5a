import Checkpoint
import Imaging
import ModelGraph

/// Image files to input tensors, as a checkpoint's preprocessing says.
struct ImageReader: Sendable {
    private let preprocessor: Preprocessor
    private let appliesOrientation: Bool

    init(_ preprocessing: Preprocessing) throws {
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
}
