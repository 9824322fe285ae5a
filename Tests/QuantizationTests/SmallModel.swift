import FixedPoint
import ModelGraph
import TestSupport

/// A small network with all that the quantizer must tell apart: Relu6, a depthwise convolution, a residual, pools, a
/// classifier.
enum SmallModel {
    static func graph(seed: UInt64 = 1) -> Graph {
        var random = SeededGenerator(seed: seed)
        func tensor(_ shape: [Int], _ range: ClosedRange<Float> = -0.3...0.3) -> Tensor {
            Tensor(shape: shape, floats: random.floats(shape.reduce(1, *), in: range))
        }
        let relu6 = Epilogue(minimum: 0, maximum: 6)
        let conv = { (kernel: Int, group: Int, epilogue: Epilogue) in
            Conv(
                kernelShape: [kernel, kernel], strides: [1, 1], pads: Array(repeating: kernel / 2, count: 4),
                dilations: [1, 1], group: group, epilogue: epilogue)
        }
        return Graph(
            name: "small", inputs: [Port(name: "image", type: TensorType(.float32, ["N", 3, 8, 8]))],
            outputs: [Port(name: "scores", type: TensorType(.float32, ["N", 10]))],
            nodes: [
                Node(name: "stem", op: conv(3, 1, relu6), inputs: ["image", "w0", "b0"], outputs: ["a"]),
                Node(name: "depthwise", op: conv(3, 16, relu6), inputs: ["a", "w1", "b1"], outputs: ["b"]),
                Node(
                    name: "project", op: conv(1, 1, Epilogue(addsResidual: true)), inputs: ["b", "w2", "b2", "a"],
                    outputs: ["c"]),
                Node(
                    name: "pool",
                    op: MaxPool(dilations: [1, 1], kernelShape: [2, 2], pads: [0, 0, 0, 0], strides: [2, 2]),
                    inputs: ["c"], outputs: ["d"]),
                Node(name: "mean", op: GlobalAveragePool(), inputs: ["d"], outputs: ["e"]),
                Node(name: "flatten", op: Flatten(axis: 1), inputs: ["e"], outputs: ["f"]),
                Node(name: "classifier", op: Gemm(transB: true), inputs: ["f", "w3", "b3"], outputs: ["scores"]),
            ],
            initializers: [
                "w0": tensor([16, 3, 3, 3], -1...1), "b0": tensor([16]), "w1": tensor([16, 1, 3, 3]),
                "b1": tensor([16]),
                "w2": tensor([16, 16, 1, 1]), "b2": tensor([16]), "w3": tensor([10, 16]), "b3": tensor([10]),
            ])
    }

    static func samples(_ count: Int, seed: UInt64 = 2) -> [[String: Tensor]] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { _ in ["image": Tensor(shape: [1, 3, 8, 8], floats: random.floats(3 * 64))] }
    }
}
