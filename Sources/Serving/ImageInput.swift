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
    /// What a pixel's value stands for.
    private let tables: [Int16]
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
        appliesOrientation = preprocessing.exifOrientation
        preprocessor = try Preprocessor(preprocessing)
        tables = preprocessor.mantissaTables(format)
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

    /// Decodes an image into the model's input. Pixels wait in less memory than mantissas.
    ///
    /// - Throws: `ServingError`.
    func input(_ image: [UInt8]) throws(ServingError) -> InferenceInput { input(pixels: try pixels(image)) }

    /// The input of an image, and then that of its mirror image if that is asked for.
    ///
    /// - Throws: `ServingError`.
    func views(_ image: [UInt8], isFlipped: Bool) throws(ServingError) -> [InferenceInput] {
        let pixels = try pixels(image)
        guard isFlipped else { return [input(pixels: pixels)] }
        // Pixels are in the order height, width, channel, whatever layout the model declares.
        let preprocessing = preprocessor.preprocessing
        let width = preprocessing.layout == .nchw ? shape[3] : shape[2]
        let mirrored = HorizontalMirror.mirrored(
            pixels, width: width, channels: preprocessing.channels, layout: .nhwc)
        return [input(pixels: pixels), input(pixels: mirrored)]
    }

    private func input(pixels: [UInt8]) -> InferenceInput { .pixels(pixels, tables: tables, shape: shape) }

    private func pixels(_ image: [UInt8]) throws(ServingError) -> [UInt8] {
        do {
            let decoded = try ImageDecoder.decode(image, limits: limits, applyingOrientation: appliesOrientation)
            return try preprocessor.samples(from: decoded)
        } catch {
            switch error.kind {
            case .unknownFormat: throw ServingError(.unsupportedMediaType, error.message)
            case .undecodable, .tooLarge: throw ServingError(.unprocessableImage, error.message)
            }
        }
    }

    /// Made-up images, all alike in no two places.
    func pattern(rows: Int) -> InferenceInput {
        let count = shape.reduce(1, *)
        let pixels = (0..<rows * count).map { UInt8(truncatingIfNeeded: ($0 * 7919) >> 3) }
        return .pixels(pixels, tables: tables, shape: [rows] + shape.dropFirst())
    }
}
