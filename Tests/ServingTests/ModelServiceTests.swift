import Batching
import Foundation
import Imaging
import Inference
import Kernels
import Repository
import TestSupport
import Testing

@testable import Serving

/// A model whose place another one takes.
@Suite struct ModelServiceTests {
    /// Guards the value by its lock.
    private final class Answers: @unchecked Sendable {
        private let condition = NSCondition()
        private var answers: [Result<ModelService.Output, any Error>] = []

        func add(_ answer: Result<ModelService.Output, any Error>) {
            condition.withLock {
                answers.append(answer)
                condition.signal()
            }
        }

        func wait(for count: Int) -> [Result<ModelService.Output, any Error>] {
            condition.withLock {
                let limit = Date().addingTimeInterval(60)
                while answers.count < count, condition.wait(until: limit) {}
                return answers
            }
        }
    }

    @Test func answersWhatItAdmittedAfterItWasLetGoOf() throws {
        let model = try ReadyModel.load(
            path: PackageRoot.path + "/Models/efficientnet_lite0/1/model.safetensors", instructionSet: .best)
        let scheduler = ModelService.Scheduler(name: "compute", cores: 1, clock: Clock.now)
        defer { scheduler.stop() }
        let (computes, goesOn, isReleased) = (
            DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)
        )
        var service: ModelService? = try ModelService(
            model, scheduler: scheduler, pool: WorkerPool(threads: 1), maximumBatch: 1, queueLimit: 8, limits: .default,
            observe: { _, _ in
                computes.signal()
                goesOn.wait()
            }, released: { isReleased.signal() })
        let images = try #require(service?.images)
        let input = ModelInput(tensors: [model.inputName: images.pattern(rows: 1)])
        let answers = Answers()
        // The first occupies the only core; the second waits.
        for _ in 0..<2 {
            let work = try ModelWork(service: #require(service), inputs: [input])
            try ModelService.submit([work], deadline: nil, isCancelled: { _ in false }) { _, answer, _ in
                answers.add(answer)
            }
        }
        #expect(computes.wait(timeout: .now() + 60) == .success)
        service = nil
        goesOn.signal()
        goesOn.signal()
        let found = answers.wait(for: 2)
        #expect(found.count == 2)
        for answer in found { #expect(try answer.get().scores.count == 1000) }
        // Nothing keeps it for longer.
        #expect(isReleased.wait(timeout: .now() + 60) == .success)
    }
}
