package import Kernels

/// What one step of an inference took: one entry of a profile.
package struct LayerTiming: Sendable {
    /// The node the step belongs to; the port for inputs and outputs. A node may have several steps.
    package var node: String
    /// ONNX's `op_type`; `Input` or `Output` for ports.
    package var operatorName: String
    /// What ran, e.g. `gemm 1x1`, `depthwise`, `layout`.
    package var kernel: String
    /// The instruction set that the kernel comes from: the model's, or a simpler one where that has no version of its
    /// own; nil where Swift code computes.
    package var instructionSet: InstructionSet?
    /// Wall-clock time.
    package var nanoseconds: UInt64
    /// Multiply-adds of the step; 0 where nobody counts them.
    package var macs: Int
}
