import ArgumentParser
import CLinux
import Glibc
import Kernels

/// Options of every subcommand that runs the integer engine.
struct EngineOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Threads that compute; the answer does not depend on it (default: the processors this process may use).",
            valueName: "n"))
    var threads: Int?

    @Option(
        help: ArgumentHelp(
            "Force an instruction set: scalar, avx2, avx512, avx512vnni or neon (default: MANTISSA_ISA, else the best).",
            valueName: "name"))
    var isa: String?

    func validate() throws {
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads must be 1 to 1024, not \(threads)")
        }
    }

    var threadCount: Int { threads ?? Self.availableProcessors }

    func instructionSet() throws -> InstructionSet { try InstructionSet.selected(forced: isa) }

    /// The processors in this process's affinity mask.
    static var availableProcessors: Int {
        let count = Int(mant_affinity_processor_count())
        return count > 0 ? count : max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    }
}
