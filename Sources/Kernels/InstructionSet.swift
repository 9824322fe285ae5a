import CKernels
import Glibc

/// An instruction set that the kernels come in, simplest first: each of x86 contains the ones before it.
///
/// The choice never changes an answer, only its speed.
package enum InstructionSet: String, CaseIterable, Comparable, Sendable, CustomStringConvertible {
    /// Plain C: the definition of every answer, runs everywhere.
    case scalar
    /// x86-64 with AVX2.
    case avx2
    /// x86-64 with AVX-512 F, BW, VL and DQ.
    case avx512
    /// `avx512` and VNNI (vpdpwssd).
    case avx512vnni
    /// Arm Advanced SIMD (64 bit).
    case neon

    /// The environment variable that forces an instruction set, for tests and measurements.
    package static let environmentVariable = "MANTISSA_ISA"

    package var description: String { rawValue }

    /// Declared order: simpler first.
    package static func < (left: InstructionSet, right: InstructionSet) -> Bool {
        left.rank < right.rank
    }

    /// Whether this processor and operating system run it.
    package var isSupported: Bool {
        switch self {
        case .scalar: true
        case .avx2: mant_supports_avx2() != 0
        case .avx512: mant_supports_avx512() != 0
        case .avx512vnni: mant_supports_avx512vnni() != 0
        case .neon: mant_supports_neon() != 0
        }
    }

    /// What this machine runs, simplest first; never empty.
    package static let supported: [InstructionSet] = allCases.filter(\.isSupported)

    /// The fastest that this machine runs.
    package static let best: InstructionSet = supported.last ?? .scalar

    /// The instruction set to use: the forced one, else the one `MANTISSA_ISA` names, else the best.
    ///
    /// - Parameters:
    ///   - forced: a name as in `rawValue` (the command line's `--isa`), nil for none.
    ///   - environment: the value of `MANTISSA_ISA`; nil or empty for none.
    /// - Throws: `KernelError` of kind `.unknownInstructionSet` or `.unsupportedInstructionSet`.
    package static func selected(
        forced: String?, environment: String? = environmentValue
    ) throws(KernelError) -> InstructionSet {
        if let forced { return try named(forced, source: "--isa") }
        if let environment, !environment.isEmpty { return try named(environment, source: environmentVariable) }
        return best
    }

    /// What `MANTISSA_ISA` is set to.
    package static var environmentValue: String? {
        getenv(environmentVariable).map { String(cString: $0) }
    }

    private static func named(_ name: String, source: String) throws(KernelError) -> InstructionSet {
        let names = supported.map(\.rawValue).joined(separator: ", ")
        guard let set = InstructionSet(rawValue: name.lowercased()) else {
            throw KernelError(
                kind: .unknownInstructionSet,
                message: "\(source): unknown instruction set \"\(name)\"; this machine supports \(names)")
        }
        guard set.isSupported else {
            throw KernelError(
                kind: .unsupportedInstructionSet,
                message: "\(source): this machine does not support \(name); it supports \(names)")
        }
        return set
    }

    private var rank: Int {
        switch self {
        case .scalar: 0
        case .avx2: 1
        case .avx512: 2
        case .avx512vnni: 3
        case .neon: 4
        }
    }

    /// This set and the simpler ones whose kernels it can use, itself first, scalar last.
    var fallbacks: [InstructionSet] {
        switch self {
        case .scalar: [.scalar]
        case .avx2: [.avx2, .scalar]
        case .avx512: [.avx512, .avx2, .scalar]
        case .avx512vnni: [.avx512vnni, .avx512, .avx2, .scalar]
        case .neon: [.neon, .scalar]
        }
    }

    /// The C table of what this set adds.
    var kernels: mant_kernels {
        switch self {
        case .scalar: mant_kernels__scalar()
        case .avx2: mant_kernels__avx2()
        case .avx512: mant_kernels__avx512()
        case .avx512vnni: mant_kernels__avx512vnni()
        case .neon: mant_kernels__neon()
        }
    }

    /// What it reaches at best, in C.
    var peaks: mant_peaks {
        switch self {
        case .scalar: mant_peaks__scalar()
        case .avx2: mant_peaks__avx2()
        case .avx512: mant_peaks__avx512()
        case .avx512vnni: mant_peaks__avx512vnni()
        case .neon: mant_peaks__neon()
        }
    }
}
