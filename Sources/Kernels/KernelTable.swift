import CKernels

/// The kernels of one instruction set: one C function per operation, the next simpler version where the set has none
/// of its own.
///
/// Operations are methods (one file each, in `Operations/`). They are free of state and may be called from any number
/// of threads, as long as their outputs do not overlap. Every table returns the same bits.
///
/// `@unchecked Sendable`: it holds addresses of functions, which never change.
package struct KernelTable: @unchecked Sendable {
    /// The set that was asked for.
    package let instructionSet: InstructionSet
    /// Columns of one panel of packed gemm weights (`PackedWeights.nr`).
    package let gemmColumns: Int
    /// Which set each operation comes from, in a fixed order.
    package let origins: [Origin]

    /// Where an operation's kernel comes from.
    package struct Origin: Hashable, Sendable {
        /// The operation: "gemm", "dwconv", ...
        package let operation: String
        package let instructionSet: InstructionSet
    }

    /// The set that an operation, one of those that `origins` names, comes from.
    package func origin(of operation: String) -> InstructionSet {
        guard let origin = origins.first(where: { $0.operation == operation }) else {
            preconditionFailure("the kernel table has no operation \(operation)")
        }
        return origin.instructionSet
    }

    let gemmFunction: mant_i16_gemm_fn
    let sparseGemmFunction: mant_i16_sparse_gemm_fn
    let im2colFunction: mant_i16_im2col_fn
    let winogradInputFunction: mant_i16_winograd_input_fn?
    let winogradFunction: mant_i16_winograd_fn?
    let dwconvFunction: mant_i16_dwconv_fn
    let maxpoolFunction: mant_i16_pool_fn
    let avgpoolFunction: mant_i16_pool_fn
    let gavgpoolFunction: mant_i16_gavgpool_fn
    let addFunction: mant_i16_binary_fn
    let subFunction: mant_i16_binary_fn
    let mulFunction: mant_i16_binary_fn
    let divFunction: mant_i16_binary_fn
    let affineFunction: mant_i16_affine_fn
    let requantizeFunction: mant_i16_requantize_fn
    let lutFunction: mant_i16_lut_fn
    let quantizeFunction: mant_f32_quantize_fn
    let dequantizeFunction: mant_i16_dequantize_fn
    let softmaxFunction: mant_f32_softmax_fn
    let layernormFunction: mant_layernorm_fn
    let lrnFunction: mant_i16_lrn_fn
    let transposeInt16Function: mant_i16_transpose_fn
    let transposeFloat32Function: mant_f32_transpose_fn

    /// The table of an instruction set, made once.
    ///
    /// - Precondition: this machine supports the set (`InstructionSet.selected` has checked it).
    package static func table(for instructionSet: InstructionSet) -> KernelTable {
        precondition(instructionSet.isSupported, "this machine does not run \(instructionSet)")
        guard let table = tables.first(where: { $0.instructionSet == instructionSet }) else {
            preconditionFailure("no table for \(instructionSet)")
        }
        return table
    }

    private static let tables = InstructionSet.supported.map(KernelTable.init)

    private init(_ instructionSet: InstructionSet) {
        var chain = Chain(sets: instructionSet.fallbacks.map { ($0, $0.kernels) })
        self.instructionSet = instructionSet
        gemmFunction = chain.first("gemm", \.gemm)
        gemmColumns = chain.gemmColumns
        sparseGemmFunction = chain.first("sparse_gemm", \.sparse_gemm)
        im2colFunction = chain.first("im2col", \.im2col)
        winogradInputFunction = chain.optional("winograd_input", \.winograd_input)
        winogradFunction = chain.optional("winograd", \.winograd)
        dwconvFunction = chain.first("dwconv", \.dwconv)
        maxpoolFunction = chain.first("maxpool", \.maxpool)
        avgpoolFunction = chain.first("avgpool", \.avgpool)
        gavgpoolFunction = chain.first("gavgpool", \.gavgpool)
        addFunction = chain.first("add", \.add)
        subFunction = chain.first("sub", \.sub)
        mulFunction = chain.first("mul", \.mul)
        divFunction = chain.first("div", \.div)
        affineFunction = chain.first("affine", \.affine)
        requantizeFunction = chain.first("requantize", \.requantize)
        lutFunction = chain.first("lut", \.lut)
        quantizeFunction = chain.first("quantize", \.quantize)
        dequantizeFunction = chain.first("dequantize", \.dequantize)
        softmaxFunction = chain.first("softmax", \.softmax)
        layernormFunction = chain.first("layernorm", \.layernorm)
        lrnFunction = chain.first("lrn", \.lrn)
        transposeInt16Function = chain.first("transpose_i16", \.transpose_i16)
        transposeFloat32Function = chain.first("transpose_f32", \.transpose_f32)
        origins = chain.origins
    }

    /// The instruction sets to take kernels from, best first.
    private struct Chain {
        let sets: [(set: InstructionSet, kernels: mant_kernels)]
        var origins: [Origin] = []

        init(sets: [(InstructionSet, mant_kernels)]) { self.sets = sets }

        mutating func first<Function>(_ operation: String, _ entry: KeyPath<mant_kernels, Function?>) -> Function {
            guard let function = optional(operation, entry) else {
                preconditionFailure("the scalar table lacks \(operation)")
            }
            return function
        }

        /// nil where neither the set nor a simpler one has the operation.
        mutating func optional<Function>(_ operation: String, _ entry: KeyPath<mant_kernels, Function?>) -> Function? {
            for (set, kernels) in sets {
                if let function = kernels[keyPath: entry] {
                    origins.append(Origin(operation: operation, instructionSet: set))
                    return function
                }
            }
            return nil
        }

        var gemmColumns: Int { sets.first { $0.kernels.gemm != nil }?.kernels.gemm_nr ?? 16 }
    }
}
