import Foundation
import JSON
import Testing

@testable import Serving

@Suite struct ModelStatisticsTests {
    private func json(_ statistics: ModelStatistics) throws -> [String: Any] {
        var writer = JSONWriter()
        statistics.write(to: &writer)
        return try #require(try JSONSerialization.jsonObject(with: Data(writer.finish())) as? [String: Any])
    }

    @Test func whatHasAnsweredNothingSaysSo() throws {
        let json = try json(ModelStatistics())
        #expect(json["requests"] as? Int == 0 && json["failed"] as? Int == 0 && json["images"] as? Int == 0)
        #expect(json["mean_batch_size"] is NSNull)
        let seconds = try #require(json["seconds"] as? [String: [String: Any]])
        #expect(seconds.keys.sorted() == ["encode", "inference", "preprocess", "queue"])
        #expect(seconds.values.allSatisfy { $0["p50"] is NSNull && $0["p99"] is NSNull })
    }

    @Test func requestsBatchesAndCacheAddUp() throws {
        let statistics = ModelStatistics()
        for _ in 0..<2 {
            statistics.recordSuccess(
                ModelStatistics.Request(
                    images: 3, total: 100, preprocess: 10, queue: 20, inference: 30, encode: 40))
        }
        statistics.recordFailure(nanoseconds: 7)
        statistics.recordCacheHit(nanoseconds: 1)
        statistics.recordCacheMiss(nanoseconds: 2)
        statistics.recordExecution(samples: 2, saturations: 5, input: 1, infer: 10, output: 2)
        statistics.recordExecution(samples: 2, saturations: 0, input: 1, infer: 20, output: 2)
        statistics.recordExecution(samples: 5, saturations: 1, input: 3, infer: 50, output: 4)
        let counts = statistics.counts
        #expect(counts.success == .init(count: 2, nanoseconds: 200) && counts.fail == .init(count: 1, nanoseconds: 7))
        #expect(counts.computeInput == .init(count: 2, nanoseconds: 20))
        #expect(counts.queue == .init(count: 2, nanoseconds: 40))
        #expect(counts.computeInfer == .init(count: 2, nanoseconds: 60))
        #expect(counts.computeOutput == .init(count: 2, nanoseconds: 80))
        #expect(
            counts.cacheHit == .init(count: 1, nanoseconds: 1) && counts.cacheMiss == .init(count: 1, nanoseconds: 2))
        #expect(counts.images == 6 && counts.executions == 3 && counts.saturations == 6)
        #expect(counts.batches[2]?.infer == .init(count: 2, nanoseconds: 30))
        #expect(counts.batches[5]?.output == .init(count: 1, nanoseconds: 4))
        #expect(counts.meanBatchSize == 3)
        #expect(counts.lastInference > 1_700_000_000_000)
        let json = try json(statistics)
        #expect(json["requests"] as? Int == 3 && json["failed"] as? Int == 1 && json["images"] as? Int == 6)
        #expect(json["batches"] as? Int == 3 && json["mean_batch_size"] as? Double == 3)
        #expect(json["saturated_activations"] as? Int == 6)
        // All observations are in the first bucket, which ends at 0.1 ms: its middle is the median.
        let seconds = try #require(json["seconds"] as? [String: [String: Double]])
        #expect(seconds["queue"]?["p50"] == 0.00005)
    }
}
