import Foundation
import TestSupport
import Testing

/// The promise: the same bytes whatever the instruction set, the number of threads and the company in the batch.
@Suite struct DeterminismTests {
    /// The instruction sets of this machine, as the binary lists them.
    private func instructionSets() throws -> [String] {
        let result = try MantissaBinary.run([
            "bench", MantissaBinary.checkpoint.path, "--seconds", "0.01", "--isa", "nonsense",
        ])
        #expect(result.status != 0)
        // The error lists what there is.
        let names = ["scalar", "avx2", "avx512", "avx512vnni", "neon"]
        let words = Set(result.errors.split { !$0.isLetter && !$0.isNumber }.map(String.init))
        return names.filter(words.contains)
    }

    @Test func allInstructionSetsAndThreadCountsGiveTheSameBytes() throws {
        let sets = try instructionSets()
        #expect(sets.contains("scalar"))
        let images = Photograph.names.map(Photograph.path)
        var answers: Set<String> = []
        for set in sets {
            for threads in ["1", "2", "3"] {
                let result = try MantissaBinary.run(
                    ["predict", MantissaBinary.checkpoint.path, "--json", "--threads", threads] + images,
                    environment: ["MANTISSA_ISA": set])
                #expect(result.status == 0, "\(result.errors)")
                answers.insert(result.output)
            }
        }
        #expect(answers.count == 1)
    }

    @Test func theAnswerDoesNotDependOnConcurrentRequests() throws {
        let cat = try Photograph.cat()
        let headers = [("Content-Type", "image/jpeg")]
        let expected = try SharedServer.client().request("POST", "/v1/embed", headers: headers, body: cat).body
        let others = try Photograph.names.dropFirst().map(Photograph.bytes)
        let differing = Differences()
        DispatchQueue.concurrentPerform(iterations: 8) { worker in
            do {
                let client = try SharedServer.client()
                for round in 0..<6 {
                    let other = others[(worker + round) % others.count]
                    _ = try client.request("POST", "/v1/embed", headers: headers, body: other)
                    let answer = try client.request("POST", "/v1/embed", headers: headers, body: cat)
                    if answer.body != expected { differing.add("status \(answer.status)") }
                }
            } catch {
                differing.add("\(error)")
            }
        }
        #expect(differing.list.isEmpty)
    }

    /// The lock guards the list.
    private final class Differences: @unchecked Sendable {
        private let lock = NSLock()
        private var found: [String] = []

        func add(_ text: String) { lock.withLock { found.append(text) } }
        var list: [String] { lock.withLock { found } }
    }
}
