import ONNX
import TestSupport

/// Which models of the zoo must run, and which are known not to.
enum ConformanceModels {
    /// Models that must import, run and be right, in float32 and in INT16.
    static let required = [
        "alexnet_lrn", "densenet", "efficientnet_b0", "efficientnet_lite0", "googlenet_v1_lrn",
        "mobilenetv1_auto_pad", "mobilenetv2", "mobilenetv3_small", "resnet18", "resnet50", "vgg16",
    ]

    /// All others of the zoo: right if they import, else refused with the reason.
    static let further = Zoo.models.filter { !required.contains($0.name) }

    /// Operators of zoo models that are not implemented: what the issues on other architectures bring.
    static let missingOperators: Set<String> = [
        "Abs", "And", "ArgMax", "ConvTranspose", "Cos", "DepthToSpace", "Einsum", "Equal", "Erf",
        "Exp", "Expand", "GatherElements", "Greater", "GreaterOrEqual", "InstanceNormalization",
        "LayerNormalization", "Less", "Log", "Max", "Mod", "PRelu", "Pow", "Range", "ReduceL2", "ReduceMax",
        "ReduceSum", "Resize", "Sign", "Sin", "Split", "Sqrt", "TopK", "Where",
    ]

    /// Models refused for something else, with the reason.
    static let refused: [String: String] = [:]

    /// Whether the importer takes the model.
    static func isImported(_ model: ZooModel) -> Bool { (try? ONNXImporter.load(path: model.path)) != nil }
}
