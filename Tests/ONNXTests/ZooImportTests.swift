import Foundation
import ModelGraph
import ONNX
import TestSupport
import Testing

/// Every model of the zoo is read, or refused with the operator named.
@Suite(.enabled(if: Zoo.folder != nil, Comment(rawValue: Zoo.absent)))
struct ZooImportTests {
    static let supported: Set<String> = [
        "alexnet_lrn", "bignas_large", "bignas_small", "cifake_cnn", "deepmad", "densenet", "eeea_net_c1",
        "efficientnet_b0", "efficientnet_lite0", "fbnetv3_b", "fractal_multi_instance", "googlenet_v1_lrn",
        "knowledge_concentration_20k", "lightweight_dual_input", "mobilenetv1_auto_pad", "mobilenetv2",
        "mobilenetv3_small", "pflayer_resnet", "proxylessnas_mobile", "regnety_seer", "relabel_dense_labels",
        "resnet18", "resnet20_balanced_pooling", "resnet50", "resnet_pruned90", "resnetrs50", "shallow_parallel",
        "simplenet13", "spnasnet", "squeezenet_ir3_opset8", "temperature_scaled_resnet", "vgg16",
    ]

    @Test(arguments: Zoo.models)
    func isReadOrRefusedByName(_ model: ZooModel) throws {
        do {
            let graph = try GraphPasses.optimized(try ONNXImporter.load(path: model.onnx.path).graph)
            #expect(!graph.nodes.isEmpty)
            #expect(!graph.nodes.contains { $0.op is Identity || $0.op is Dropout })
        } catch let error as ONNXError {
            #expect(!Self.supported.contains(model.name), "\(error)")
            #expect(error.kind == .unsupported)
            #expect(error.operatorName != nil)
        }
    }
}
