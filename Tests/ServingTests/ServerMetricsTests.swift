import Repository
import Testing

@testable import Serving

@Suite struct ServerMetricsTests {
    private let metrics = ServerMetrics(version: "1", instructionSet: "scalar")

    private func lines(_ name: String) -> [String] {
        String(decoding: metrics.text(depths: [], cache: ResponseCache.Figures()), as: UTF8.self).split(separator: "\n")
            .map(String.init).filter {
                $0.hasPrefix(name + "{") || $0.hasPrefix(name + " ")
            }
    }

    @Test func aVersionIsInOneStateOnly() {
        metrics.setState(model: "m", version: 1, state: .loading)
        metrics.setState(model: "m", version: 11, state: .loading)
        metrics.setState(model: "m", version: 1, state: .ready)
        #expect(
            lines("mantissa_model_state") == [
                #"mantissa_model_state{model="m",version="1",state="ready"} 1"#,
                #"mantissa_model_state{model="m",version="11",state="loading"} 1"#,
            ])
        metrics.setState(model: "m", version: 1, state: .ready)
        #expect(lines("mantissa_model_state").count == 2)
        metrics.remove(model: "m", version: 1)
        #expect(
            lines("mantissa_model_state") == [
                #"mantissa_model_state{model="m",version="11",state="loading"} 1"#
            ])
        metrics.remove(model: "m", version: 11)
        #expect(lines("mantissa_model_state").isEmpty)
    }

    @Test func queuesThatAreGoneAreNotListed() {
        let both = String(
            decoding: metrics.text(depths: [("a", 1), ("b", 2)], cache: ResponseCache.Figures()), as: UTF8.self)
        #expect(both.contains(#"mantissa_queue_depth{model="b"} 2"#))
        let one = String(decoding: metrics.text(depths: [("a", 3)], cache: ResponseCache.Figures()), as: UTF8.self)
        #expect(one.contains(#"mantissa_queue_depth{model="a"} 3"#) && !one.contains(#"model="b""#))
    }

    @Test func memoryIsMeasured() throws {
        func bytes(_ name: String) throws -> Double {
            try #require(lines(name).first?.split(separator: " ").last.flatMap { Double($0) })
        }
        let (resident, mapped) = (try bytes("mantissa_resident_bytes"), try bytes("mantissa_mapped_bytes"))
        #expect(mapped > 1e6 && resident > 1e6)
    }
}
