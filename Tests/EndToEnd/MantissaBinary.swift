import Foundation
import TestSupport

/// The binary under test: the one built beside the running tests, or the one that MANTISSA_BINARY names.
enum MantissaBinary {
    static let url: URL = {
        if let path = ProcessInfo.processInfo.environment["MANTISSA_BINARY"] { return URL(fileURLWithPath: path) }
        // The test bundle lies in the folder that the binary was linked into.
        let arguments = CommandLine.arguments
        if let index = arguments.firstIndex(of: "--test-bundle-path"), index + 1 < arguments.count {
            let folder = URL(fileURLWithPath: arguments[index + 1]).deletingLastPathComponent()
            return folder.appendingPathComponent("mantissa")
        }
        return URL(fileURLWithPath: arguments[0]).deletingLastPathComponent().appendingPathComponent("mantissa")
    }()

    static let models = URL(fileURLWithPath: PackageRoot.path).appendingPathComponent("Models")
    static let checkpoint = models.appendingPathComponent("efficientnet_lite0/1/model.safetensors")

    struct Result {
        var status: Int32
        var output: String
        var errors: String
    }

    /// Runs one command to its end.
    static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Result {
        let process = Process()
        process.executableURL = url
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        try process.run()
        // Standard error is read on a thread of its own: a full pipe would stop the process.
        let collected = Collected()
        let reader = Thread { collected.finish(errors.fileHandleForReading.readDataToEndOfFile()) }
        reader.start()
        let outputData = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus,
            output: String(decoding: outputData, as: UTF8.self),
            errors: String(decoding: collected.wait(), as: UTF8.self))
    }

    /// Bytes handed from one thread to another; the semaphore orders the accesses.
    private final class Collected: @unchecked Sendable {
        private let done = DispatchSemaphore(value: 0)
        private var data = Data()

        func finish(_ data: Data) {
            self.data = data
            done.signal()
        }

        func wait() -> Data {
            done.wait()
            return data
        }
    }
}
