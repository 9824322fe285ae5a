import Foundation
import Glibc

/// A server of the real binary on a free port of 127.0.0.1, ended with the object.
final class ServerProcess {
    enum Failure: Error {
        case neverListened(output: String)
    }

    let process = Process()
    let port: Int
    private let output = Pipe()

    /// Returns when the server says that it listens, and that is when its models are ready.
    ///
    /// - Parameter log: the file that standard error goes to; nil for nowhere.
    init(
        models: URL = MantissaBinary.models, _ arguments: [String] = [], environment: [String: String] = [:],
        log: URL? = nil
    ) throws {
        process.executableURL = MantissaBinary.url
        process.arguments = ["serve", "--models", models.path, "--port", "0"] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardOutput = output
        if let log {
            _ = FileManager.default.createFile(atPath: log.path, contents: nil)
            process.standardError = try FileHandle(forWritingTo: log)
        } else {
            process.standardError = FileHandle.nullDevice
        }
        process.standardInput = FileHandle.nullDevice
        try process.run()
        LivingProcesses.insert(process.processIdentifier)
        // The first line ends in the address: `... http://127.0.0.1:PORT`.
        var line: [UInt8] = []
        let descriptor = output.fileHandleForReading.fileDescriptor
        var byte: UInt8 = 0
        while Glibc.read(descriptor, &byte, 1) == 1, byte != UInt8(ascii: "\n") { line.append(byte) }
        let text = String(decoding: line, as: UTF8.self)
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]) else {
            process.terminate()
            throw Failure.neverListened(output: text)
        }
        self.port = port
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        LivingProcesses.remove(process.processIdentifier)
    }

    func client() throws -> HTTPClient { try HTTPClient(port: port) }

    /// Sends SIGTERM and returns the exit status.
    func terminate() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Resident memory in bytes.
    func residentBytes() throws -> Int {
        let text = try String(contentsOfFile: "/proc/\(process.processIdentifier)/statm", encoding: .utf8)
        return (Int(text.split(separator: " ")[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
