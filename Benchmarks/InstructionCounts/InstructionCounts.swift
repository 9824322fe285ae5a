import Checkpoint
import Glibc
import Inference
import Kernels
import ModelGraph

/// A fixed amount of work for scripts/bench-instructions.sh, which runs this under callgrind:
///
///     instruction-counts ISA              the names of the cases, a line each
///     instruction-counts ISA CASE         runs one of them
///     instruction-counts ISA CHECKPOINT   runs one inference of a model
///
/// A case runs once to settle what is done on first use (binding of symbols, plans, memory), then once in `counted`.
@main
enum InstructionCounts {
    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count == 2 || arguments.count == 3, let set = InstructionSet(rawValue: arguments[1]),
            set.isSupported
        else {
            let names = InstructionSet.supported.map(\.rawValue).joined(separator: "|")
            fail("usage: instruction-counts \(names) [CASE|CHECKPOINT]", status: 2)
        }
        let cases = KernelCases(table: KernelTable.table(for: set)).all
        guard arguments.count == 3 else {
            for (name, _) in cases { print(name) }
            return
        }
        if let (_, body) = cases.first(where: { $0.name == arguments[2] }) {
            body()
            counted(body)
        } else {
            do { try runModel(arguments[2], set) } catch { fail("instruction-counts: \(error)", status: 1) }
        }
    }

    private static func fail(_ message: String, status: Int32) -> Never {
        print(message)
        exit(status)
    }

    /// One inference of one image on one thread: the plan, the steps and what they cost in Swift as well.
    private static func runModel(_ path: String, _ set: InstructionSet) throws {
        let loaded = try CheckpointReader.load(path: path)
        let model = try InferenceModel((consume loaded).checkpoint.model, instructionSet: set)
        let session = InferenceSession(model: model, pool: WorkerPool(threads: 1))
        var inputs: [String: InferenceInput] = [:]
        for port in model.inputs {
            let shape = port.type.shape.map { $0.fixed ?? 1 }
            let floats = (0..<shape.reduce(1, *)).map { Float($0 * 7919 % 1001) / 250 - 2 }
            inputs[port.name] = .tensor(Tensor(shape: shape, floats: floats))
        }
        _ = try session.run(inputs)
        counted {
            // It has just run: the same inputs are not refused.
            _ = try? session.run(inputs)
        }
    }

    /// What the script counts, by this function's name: it must not be inlined, nor end in a jump to `body`.
    @inline(never) @discardableResult
    private static func counted(_ body: () -> Void) -> Bool {
        body()
        return true
    }
}
