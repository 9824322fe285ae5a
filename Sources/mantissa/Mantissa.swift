import ArgumentParser
import Configuration
import Glibc

/// The root of the command line; each subcommand has a file of its own.
struct Mantissa: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mantissa",
        abstract: "Quantizes image models to INT16 dynamic fixed point and serves them over HTTP.",
        discussion: """
            The same checkpoint and image give the same bytes in every batch, on any number of threads and on every \
            instruction set.
            """,
        version: BuildVersion.current,
        subcommands: [
            Serve.self, Health.self, Quantize.self, Predict.self, Evaluate.self, Run.self, Inspect.self, Export.self,
            Bench.self,
            Key.self,
        ])
}

@main
enum Main {
    /// Exit status 0 for success and help, 1 for a failure, 2 for wrong usage; errors are one line on standard error.
    static func main() {
        // A pipe whose reader left (`mantissa inspect | head`) is an error to report, not a signal to die of.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try Mantissa.parseAsRoot()
            do {
                try command.run()
            } catch {
                // Help, the version and wrong usage are the parser's, and so is their text; `--help` is a command that throws.
                if error is ExitCode || Mantissa.exitCode(for: error) != .failure { throw error }
                StandardError.write("mantissa: error: \(describe(error))\n")
                exit(error is ConfigurationError ? ExitStatus.usage : ExitStatus.failure)
            }
            exit(ExitStatus.success)
        } catch let code as ExitCode {
            exit(code.rawValue)
        } catch {
            let code = Mantissa.exitCode(for: error)
            let message = Mantissa.fullMessage(for: error)
            if code == .success {
                StandardOutput.write(message.isEmpty ? "" : message + "\n")
                exit(ExitStatus.success)
            }
            StandardError.write(message + "\n")
            exit(ExitStatus.usage)
        }
    }

    private static func describe(_ error: any Error) -> String {
        String(describing: error).split(separator: "\n").joined(separator: " ")
    }
}
