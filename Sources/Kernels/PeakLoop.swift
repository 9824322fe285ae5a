import CKernels

/// A loop of nothing but multiply-adds on registers: the most that one core computes, for kernels to be held against.
///
/// `@unchecked Sendable`: it holds the address of a function, which never changes and has no state.
package struct PeakLoop: @unchecked Sendable {
    /// What the loop is made of, e.g. `vpdpwssd zmm`.
    package let instructions: String
    /// The set that the loop comes from.
    package let instructionSet: InstructionSet
    /// Multiply-adds (one product added to one sum) of one iteration.
    package let macsPerIteration: Int
    private let function: mant_peak_fn

    /// Computes; may be called from any number of threads.
    package func run(iterations: Int) { function(Int64(iterations)) }

    /// The loop of the set, or of the simpler one that has it.
    private init(_ set: InstructionSet, _ peak: KeyPath<mant_peaks, mant_peak>) {
        for candidate in set.fallbacks {
            let peak = candidate.peaks[keyPath: peak]
            guard let function = peak.run, let name = peak.instructions else { continue }
            self.function = function
            instructions = String(cString: name)
            macsPerIteration = Int(peak.macs)
            instructionSet = candidate
            return
        }
        preconditionFailure("the scalar set lacks a peak loop")
    }

    /// Float32 multiply-adds: what others' float32 engines are made of.
    ///
    /// - Precondition: this machine supports the set.
    package static func float32(_ set: InstructionSet) -> PeakLoop { PeakLoop(set, \.f32) }

    /// INT16 products added in INT32: what `gemm` and `depthwiseConv` are made of.
    ///
    /// - Precondition: this machine supports the set.
    package static func int16(_ set: InstructionSet) -> PeakLoop { PeakLoop(set, \.i16) }
}

/// The sum of 64-bit words modulo 2^64: reads memory as fast as one thread can.
package func sumOfWords(_ words: UnsafeBufferPointer<UInt64>) -> UInt64 {
    // In bounds: the buffer has `count` words.
    words.baseAddress.map { mant_u64_sum($0, words.count) } ?? 0
}
