import Checkpoint
import FixedPoint
import Imaging
import Inference
import ModelGraph
import Repository

/// The way from an image file to a model's input.
struct ImageInput: Sendable {
    /// Of one image, in the order that the model declares.
    let shape: [Int]
    private let preprocessor: Preprocessor
    private let format: DFPFormat
    private let limits: ImageLimits
    private let appliesOrientation: Bool

    /// Nil for a model whose checkpoint does not say how an image becomes its input.
    ///
    /// - Throws: `ServingError` if what it says does not fit the input.
    init?(_ model: ReadyModel, limits: ImageLimits) throws {
        guard let preprocessing = model.metadata.preprocessing else { return nil }
        guard let format = model.inputFormat, model.inference.inputs.count == 1 else {
            throw ServingError(.internal, "the checkpoint has a preprocessing, but its input is no INT16 image")
        }
        self.limits = limits
        self.format = format
        appliesOrientation = preprocessing.exifOrientation
        preprocessor = try Preprocessor(preprocessing)
        shape = preprocessor.shape
        let declared = model.input.type.shape
        let fits =
            declared.count == shape.count
            && zip(declared.dropFirst(), shape.dropFirst()).allSatisfy { extent, own in
                extent.fixed == nil || extent.fixed == own
            }
        guard fits else {
            throw ServingError(.internal, "the preprocessing gives the shape \(shape); the model expects \(declared)")
        }
    }

    /// Decodes an image into the mantissas of the model's input.
    ///
    /// - Throws: `ServingError`.
    func mantissas(_ image: [UInt8]) throws(ServingError) -> [Int16] {
        do {
            let pixels = try ImageDecoder.decode(image, limits: limits, applyingOrientation: appliesOrientation)
            return try preprocessor.mantissas(from: pixels, format: format)
        } catch {
            switch error.kind {
            case .unknownFormat: throw ServingError(.unsupportedMediaType, error.message)
            case .undecodable, .tooLarge: throw ServingError(.unprocessableImage, error.message)
            }
        }
    }

    /// The mantissas of an image, and then of its mirror image if that is asked for.
    ///
    /// - Throws: `ServingError`.
    func views(_ image: [UInt8], isFlipped: Bool) throws(ServingError) -> [[Int16]] {
        let input = try mantissas(image)
        guard isFlipped else { return [input] }
        // Mantissas are in the order height, width, channel, whatever layout the model declares.
        let preprocessing = preprocessor.preprocessing
        let width = preprocessing.layout == .nchw ? shape[3] : shape[2]
        return [
            input, HorizontalMirror.mirrored(input, width: width, channels: preprocessing.channels, layout: .nhwc),
        ]
    }

    /// Made-up images, all alike in no two places.
    func pattern(rows: Int) -> InferenceInput {
        let count = shape.reduce(1, *)
        let mantissas = (0..<rows * count).map { Int16(truncatingIfNeeded: ($0 * 7919) % 8191 - 4096) }
        return .mantissas(mantissas, shape: [rows] + shape.dropFirst())
    }
}
