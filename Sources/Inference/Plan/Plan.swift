import Kernels
import ModelGraph

/// A model compiled for one set of input shapes: the steps in their order, and where every buffer lies.
///
/// Immutable, so any number of sessions on any number of threads may run it, each with an arena of its own.
package final class Plan: Sendable {
    /// A step with the node it belongs to.
    struct Entry: Sendable {
        let node: String
        let operatorName: String
        let step: any PlanStep
    }

    /// Where a buffer of the plan lies.
    enum Place: Sendable {
        /// Bytes from the start of the session's arena.
        case arena(offset: Int)
        /// Memory of the plan that nobody writes.
        case constant(AlignedBuffer<UInt8>)
    }

    /// How a graph output leaves the plan.
    struct Output: Sendable {
        let name: String
        let source: Source

        enum Source: Sendable {
            /// Row-major elements of this type in this buffer.
            case buffer(Int, shape: [Int], ElementType)
            /// It depends on the input shapes only.
            case constant(Tensor)
        }
    }

    /// The concrete shape of each input, in ONNX's order of axes.
    package let inputShapes: [String: [Int]]
    let inputs: [InputLoader]
    let entries: [Entry]
    let outputs: [Output]
    let places: [Place]
    /// Bytes of the arena, and of scratch for each thread.
    package let arenaBytes: Int
    package let scratchBytes: Int
    /// Bytes of constants that belong to this plan alone.
    package let constantBytes: Int

    init(
        inputShapes: [String: [Int]], inputs: [InputLoader], entries: [Entry], outputs: [Output], places: [Place],
        arenaBytes: Int
    ) {
        self.inputShapes = inputShapes
        self.inputs = inputs
        self.entries = entries
        self.outputs = outputs
        self.places = places
        self.arenaBytes = arenaBytes
        scratchBytes = entries.map(\.step.scratchBytes).max() ?? 0
        constantBytes = places.reduce(0) {
            if case .constant(let buffer) = $1 { $0 + buffer.byteCount } else { $0 }
        }
    }

    /// Multiply-adds of one inference in Conv, Gemm and MatMul.
    package var macs: Int { entries.reduce(0) { $0 + $1.step.macs } }

    /// The extents of an output, in ONNX's order of axes.
    package func outputShape(_ name: String) -> [Int]? {
        guard let output = outputs.first(where: { $0.name == name }) else { return nil }
        switch output.source {
        case .buffer(_, let shape, _): return shape
        case .constant(let tensor): return tensor.shape
        }
    }
}
