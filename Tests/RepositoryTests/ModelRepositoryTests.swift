import Checkpoint
import Dispatch
import FixedPoint
import Foundation
import Kernels
import Logging
import ModelGraph
import Synchronization
import TestSupport
import Testing

@testable import Repository

/// A folder of tiny checkpoints under a repository whose scans are the test's own.
@Suite struct ModelRepositoryTests {
    /// What answers: keeps the model, tells when it goes. An ensemble keeps its members and has the model of the first.
    final class Answerer: Sendable {
        let model: ReadyModel
        let members: [Answerer]
        let configuration: ModelConfiguration
        private let released: @Sendable () -> Void

        init(
            _ model: ReadyModel, members: [Answerer] = [], configuration: ModelConfiguration,
            released: @escaping @Sendable () -> Void
        ) {
            self.model = model
            self.members = members
            self.configuration = configuration
            self.released = released
        }

        deinit { released() }
    }

    final class Events: Sendable {
        private let list = Mutex<[String]>([])

        func add(_ text: String) { list.withLock { $0.append(text) } }
        /// What came since it was last asked.
        func take() -> [String] {
            list.withLock { list in
                defer { list = [] }
                return list
            }
        }
    }

    let folder: TemporaryFolder
    let events = Events()

    init() throws { folder = try TemporaryFolder() }

    private func checkpoint(bias: Int32) -> Checkpoint {
        Checkpoint(
            model: QuantizedGraph(
                graph: Graph(
                    name: "tiny", inputs: [Port(name: "x", type: TensorType(.float32, ["N", 4]))],
                    outputs: [Port(name: "y", type: TensorType(.float32, ["N", 2]))],
                    nodes: [Node(name: "fc", op: Gemm(transB: true), inputs: ["x", "w", "b"], outputs: ["y"])],
                    initializers: [
                        "w": Tensor(shape: [2, 4], int16s: [1, -2, 3, -4, 5, 6, 7, 8]),
                        "b": Tensor(shape: [2], elements: .int32([bias, -bias])),
                    ]),
                formats: ["x": DFPFormat(exponent: -10)],
                layers: [
                    "fc": LayerFormat(
                        weightExponents: [-12, -13], weightBits: 16, chunk: 4, worstCaseAccumulator: 32768 * 26)
                ]),
            metadata: CheckpointMetadata(
                name: "tiny", tasks: [.classify], scoresOutput: "y", scoresKind: .softmaxLogits, embeddingOutput: nil,
                labels: nil, preprocessing: nil, multilabel: MultilabelCalibration(),
                provenance: Provenance(
                    source: "sha256:00", sourceFileName: "a.onnx", quantizer: "0.1.0", settings: [:], notes: [:]),
                quality: nil))
    }

    func write(_ name: String, bias: Int32 = 1) throws {
        let place = folder.file(name)
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        let other = place.path + ".new"
        try CheckpointWriter.write(checkpoint(bias: bias), to: other)
        #expect(rename(other, place.path) == 0)
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(at: folder.file(name)) }

    func repository(
        _ control: ModelControl = .none, settledSeconds: Double = -.infinity
    ) -> ModelRepository<Answerer> {
        var configuration = ModelRepository<Answerer>.Configuration(folder: folder.path)
        configuration.control = control
        configuration.settledSeconds = settledSeconds
        // Scans come from the test.
        configuration.pollSeconds = 1e6
        let events = events
        return ModelRepository(
            configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            make: { Answerer($0, configuration: $1, released: $2) },
            compose: { ready, configuration, released in
                // Members whose batches differ do not fit.
                guard Set(ready.members.map(\.configuration.maximumBatch)).count == 1 else {
                    throw RepositoryError(.composition, "the members do not fit")
                }
                return Answerer(
                    ready.members[0].model, members: ready.members, configuration: configuration, released: released)
            },
            observe: { events.add("\($0)/\($1) \($2?.rawValue ?? "gone")") })
    }

    func scan(_ repository: ModelRepository<Answerer>) { repository.control.sync { repository.scan() } }

    func versions(_ repository: ModelRepository<Answerer>) -> [String] {
        repository.entries().flatMap { entry in
            entry.versions.map { "\(entry.name)/\($0.version) \($0.state.rawValue)" }
        }
    }

    func load(_ name: String, in repository: ModelRepository<Answerer>) throws {
        try wait { repository.load(name, completion: $0) }
    }

    func unload(_ name: String, in repository: ModelRepository<Answerer>) throws {
        try wait { repository.unload(name, completion: $0) }
    }

    private func wait(
        _ body: (@escaping @Sendable (Result<Void, RepositoryError>) -> Void) -> Void
    ) throws {
        let outcome = Outcome()
        body { result in
            outcome.result.withLock { $0 = result }
            outcome.done.signal()
        }
        #expect(outcome.done.wait(timeout: .now() + 20) == .success)
        try outcome.result.withLock { $0 }?.get()
    }

    private final class Outcome: Sendable {
        let result = Mutex<Result<Void, RepositoryError>?>(nil)
        let done = DispatchSemaphore(value: 0)
    }

    @Test func startsWithWhatIsThereAndListsWhatIsBroken() throws {
        try write("a/1/model.safetensors")
        try write("a/3/model.safetensors")
        try folder.write("no checkpoint", to: "a/12/model.safetensors")
        let repository = repository()
        try repository.start()
        #expect(versions(repository) == ["a/1 ready", "a/3 ready", "a/12 failed"])
        #expect(try repository.resolve(name: nil, version: nil, defaultModel: nil).model.version == 3)
        #expect(try repository.resolve(name: "a", version: "1", defaultModel: nil).model.version == 1)
        #expect(throws: RepositoryError.self) { try repository.resolve(name: "a", version: "12", defaultModel: nil) }
        #expect(throws: RepositoryError.self) { try repository.resolve(name: "b", version: nil, defaultModel: nil) }
    }

    @Test func aNewVersionBecomesTheDefaultAndABrokenOneDoesNot() throws {
        try write("a/1/model.safetensors")
        let repository = repository(.poll)
        try repository.start()
        try write("a/2/model.safetensors", bias: 2)
        try folder.write("no checkpoint", to: "a/3/model.safetensors")
        _ = events.take()
        scan(repository)
        #expect(versions(repository) == ["a/1 ready", "a/2 ready", "a/3 failed"])
        #expect(try repository.resolve(name: "a", version: nil, defaultModel: nil).model.version == 2)
        #expect(events.take() == ["a/2 loading", "a/2 ready", "a/3 loading", "a/3 failed"])
        // Nothing changes, nothing is tried again.
        scan(repository)
        #expect(events.take() == [])
        // The broken file is mended.
        try write("a/3/model.safetensors", bias: 3)
        scan(repository)
        #expect(events.take() == ["a/3 loading", "a/3 ready"])
        #expect(try repository.resolve(name: "a", version: nil, defaultModel: nil).model.version == 3)
    }

    @Test func aReplacedFileIsServedWhileTheOldOneAnswersItsRequests() throws {
        try write("a.safetensors", bias: 1)
        let repository = repository(.poll)
        try repository.start()
        var old: Answerer? = try repository.resolve(name: "a", version: nil, defaultModel: nil)
        let first = old?.model.sha256
        try write("a.safetensors", bias: 2)
        scan(repository)
        let second = try repository.resolve(name: "a", version: nil, defaultModel: nil).model.sha256
        #expect(first != second && old?.model.sha256 == first)
        old = nil
        #expect(versions(repository) == ["a/1 ready"])
        // A broken file: what serves goes on, and the reason is told.
        try folder.write("no checkpoint", to: "a.safetensors")
        scan(repository)
        #expect(try repository.resolve(name: "a", version: nil, defaultModel: nil).model.sha256 == second)
        let entry = try #require(repository.entries().first?.versions.first)
        #expect(entry.state == .ready && entry.reason != nil && entry.checkpoint == second)
        #expect(throws: RepositoryError.self) { try load("a", in: repository) }
        // Unloading still ends in `unloaded`.
        try unload("a", in: repository)
        #expect(versions(repository) == ["a/1 unloaded"])
    }

    @Test func anUnloadedModelDrainsAndStaysOutUntilItIsLoaded() throws {
        try write("a/1/model.safetensors")
        try write("a/2/model.safetensors")
        try write("b.safetensors")
        let repository = repository(.poll)
        try repository.start()
        var held: Answerer? = try repository.resolve(name: "a", version: nil, defaultModel: nil)
        _ = events.take()
        try unload("a", in: repository)
        #expect(versions(repository) == ["a/1 unloaded", "a/2 draining", "b/1 ready"])
        #expect(throws: RepositoryError.self) { try repository.resolve(name: "a", version: nil, defaultModel: nil) }
        #expect(held != nil)
        held = nil
        #expect(events.take() == ["a/1 draining", "a/1 unloaded", "a/2 draining", "a/2 unloaded"])
        scan(repository)
        #expect(versions(repository) == ["a/1 unloaded", "a/2 unloaded", "b/1 ready"])
        // A version that comes meanwhile is listed and not loaded.
        try write("a/3/model.safetensors")
        scan(repository)
        #expect(versions(repository) == ["a/1 unloaded", "a/2 unloaded", "a/3 unloaded", "b/1 ready"])
        try load("a", in: repository)
        #expect(versions(repository) == ["a/1 ready", "a/2 ready", "a/3 ready", "b/1 ready"])
    }

    @Test func aModelThatIsAskedForAgainWhileItDrainsComesBack() throws {
        try write("a.safetensors")
        let repository = repository(.explicit)
        try repository.start()
        try load("a", in: repository)
        var held: Answerer? = try repository.resolve(name: "a", version: nil, defaultModel: nil)
        try unload("a", in: repository)
        try load("a", in: repository)
        #expect(versions(repository) == ["a/1 ready"])
        #expect(held != nil)
        held = nil
        #expect(versions(repository) == ["a/1 ready"])
        try unload("a", in: repository)
        #expect(versions(repository) == ["a/1 unloaded"])
    }

    @Test func whatLeavesTheFolderLeavesTheList() throws {
        try write("a/1/model.safetensors")
        try write("a/2/model.safetensors")
        let repository = repository(.poll)
        try repository.start()
        var held: Answerer? = try repository.resolve(name: "a", version: "2", defaultModel: nil)
        try remove("a/2/model.safetensors")
        scan(repository)
        #expect(versions(repository) == ["a/1 ready", "a/2 draining"])
        #expect(held?.model.version == 2)
        held = nil
        #expect(versions(repository) == ["a/1 ready"])
        try remove("a")
        scan(repository)
        #expect(versions(repository) == [])
        #expect(throws: RepositoryError.self) { try repository.resolve(name: nil, version: nil, defaultModel: nil) }
    }

    @Test func aFileThatMayStillBeWrittenIsLeftAlone() throws {
        try write("a.safetensors")
        let repository = repository(.poll, settledSeconds: 1e6)
        try repository.start()
        try write("b.safetensors")
        scan(repository)
        scan(repository)
        #expect(versions(repository) == ["a/1 ready"])
        // Whoever asks for it says that it is complete.
        try load("b", in: repository)
        #expect(versions(repository) == ["a/1 ready", "b/1 ready"])
    }

    @Test func aConfigurationBesideTheCheckpointIsReadWithIt() throws {
        try write("a/1/model.safetensors")
        try folder.write("{\"max_batch\":3}", to: "a/config.json")
        let repository = repository(.poll)
        try repository.start()
        func configuration() throws -> ModelConfiguration {
            try repository.resolve(name: "a", version: nil, defaultModel: nil).configuration
        }
        #expect(try configuration().maximumBatch == 3)
        // A change of it is a change of the model.
        try folder.write("{\"max_batch\":4,\"queue_limit\":9}", to: "a/1/config.json")
        scan(repository)
        #expect(try configuration().maximumBatch == 4 && configuration().queueLimit == 9)
        // A fault in it refuses the new state; the old one goes on.
        try folder.write("{\"max_btach\":5}", to: "a/1/config.json")
        scan(repository)
        #expect(try configuration().maximumBatch == 4)
        #expect(repository.entries().first?.versions.first?.reason?.contains("max_batch") == true)
    }

    @Test func explicitControlLoadsWhatIsAskedFor() throws {
        try write("a.safetensors")
        let repository = repository(.explicit)
        try repository.start()
        #expect(versions(repository) == ["a/1 unloaded"])
        #expect(throws: RepositoryError.self) { try load("b", in: repository) }
        #expect(throws: RepositoryError.self) { try unload("b", in: repository) }
        try load("a", in: repository)
        #expect(versions(repository) == ["a/1 ready"])
    }

    @Test func withoutControlNothingIsLoadedOrUnloaded() throws {
        try write("a.safetensors")
        let repository = repository(.none)
        try repository.start()
        for body in [{ try load("a", in: repository) }, { try unload("a", in: repository) }] {
            #expect { try body() } throws: { ($0 as? RepositoryError)?.kind == .controlDisabled }
        }
        #expect(versions(repository) == ["a/1 ready"])
    }
}
