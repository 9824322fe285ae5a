import TestSupport

/// Which models of the zoo are checked how.
enum ConformanceModels {
    /// Models that even the simplest quantizer must serve: all values in 16 bits, no thought given to any.
    static let plain = [
        "alexnet_lrn", "densenet", "efficientnet_b0", "efficientnet_lite0", "googlenet_v1_lrn",
        "mobilenetv1_auto_pad", "mobilenetv2", "mobilenetv3_small", "resnet18", "resnet50", "vgg16",
    ]
}
