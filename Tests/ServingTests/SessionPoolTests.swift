import Inference
import Kernels
import Repository
import TestSupport
import Testing

@testable import Serving

@Suite struct SessionPoolTests {
    @Test func aSessionThatIsNotNeededGoes() throws {
        let model = try ReadyModel.load(
            path: PackageRoot.path + "/Models/efficientnet_lite0/1/model.safetensors", instructionSet: .best)
        let sessions = SessionPool(model: model.inference, pool: WorkerPool(threads: 1))
        weak var first: InferenceSession?
        weak var second: InferenceSession?
        func useTwo() {
            sessions.withSession { outer in
                first = outer
                sessions.withSession { second = $0 }
            }
        }
        useTwo()
        #expect(first != nil && second != nil && first !== second)
        // Two that are needed from time to time stay.
        for _ in 0..<4 {
            for _ in 0..<50 { sessions.withSession { #expect($0 === first) } }
            let (one, other) = (first, second)
            useTwo()
            #expect(first === one && second === other)
        }
        for _ in 0..<100 { sessions.withSession { #expect($0 === first) } }
        #expect(second == nil)
        #expect(first != nil)
    }
}
