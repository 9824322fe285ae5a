import ArgumentParser
import Inference
import Kernels
import Machine

/// Options of every subcommand that runs the integer engine.
struct EngineOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Threads that compute; the answer does not depend on it (default: the processors that the affinity mask "
                + "and the limit of the control group leave to this process).",
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

    /// The threads to compute with: what was asked for, else as many as there are processors for this process.
    ///
    /// - Parameter warn: is told, once, if more were asked for than there are processors.
    func threadCount(
        on processors: Processors, warn: (String) -> Void = { StandardError.write("mantissa: warning: \($0)\n") }
    ) -> Int {
        let count = threads ?? processors.available
        if let warning = processors.warning(threads: count) { warn(warning) }
        return count
    }

    /// A pool of that many threads.
    func workerPool() -> WorkerPool {
        let processors = Processors.current()
        return WorkerPool(threads: threadCount(on: processors), processors: processors.available)
    }

    func instructionSet() throws -> InstructionSet { try InstructionSet.selected(forced: isa) }
}
