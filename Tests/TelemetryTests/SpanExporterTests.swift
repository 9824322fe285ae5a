import Foundation
import Synchronization
import TestSupport
import Testing
import Tracing

@testable import Telemetry

@Suite struct SpanExporterTests {
    /// What the exporter told, to wait for.
    private final class Told: Sendable {
        private let events = Mutex<[SpanExporter.Event]>([])
        private let signal = DispatchSemaphore(value: 0)

        @Sendable func note(_ event: SpanExporter.Event) {
            events.withLock { $0.append(event) }
            signal.signal()
        }

        var list: [SpanExporter.Event] { events.withLock { $0 } }

        /// Waits until an event of a kind was told, for at most a minute.
        func wait(for holds: ([SpanExporter.Event]) -> Bool) -> Bool {
            let end = DispatchTime.now() + 60
            while !holds(list) {
                if signal.wait(timeout: end) == .timedOut { return false }
            }
            return true
        }
    }

    private func exporter(
        _ collector: TestCollector, _ told: Told, change: (inout SpanExporter.Configuration) -> Void = { _ in }
    ) throws -> SpanExporter {
        var configuration = SpanExporter.Configuration(endpoint: try CollectorEndpoint(collector.endpoint))
        configuration.delaySeconds = 0.001
        configuration.pauseSeconds = 0.001
        configuration.pauseLimitSeconds = 0.001
        change(&configuration)
        return SpanExporter(configuration, resource: ["service.name": "test"], observe: told.note)
    }

    private func tracer(_ exporter: SpanExporter) -> SpanTracer {
        SpanTracer(exporter: exporter, sampler: TraceSampler(ratio: 1))
    }

    @Test func aSpanArrivesAsOTLP() throws {
        let (collector, told) = (try TestCollector(), Told())
        let exporter = try exporter(collector, told)
        let tracer = tracer(exporter)
        let parent = try #require(TraceParent(TraceParentTests.valid))
        var context = InstrumentationContext.topLevel
        context.span = SpanIdentity(parent, state: TraceState("a=1"))
        let span = tracer.startSpan(
            "outer \"é\"", context: context, ofKind: .server,
            at: SpanInstant(nanosecondsSinceEpoch: 1_700_000_000_000_000_001))
        span.attributes = ["s": "text", "i": 5, "d": 0.5, "b": true, "n": .double(.nan), "l": .int64Array([1, 2])]
        span.setStatus(SpanStatus(code: .error, message: "why"))
        span.recordError(TelemetryError(.timeout, "a secret"))
        let inner = tracer.startSpan(
            "inner", context: span.context, at: SpanInstant(nanosecondsSinceEpoch: 1_700_000_000_000_000_002))
        inner.end(at: SpanInstant(nanosecondsSinceEpoch: 1_700_000_000_000_000_003))
        span.end(at: SpanInstant(nanosecondsSinceEpoch: 1_700_000_000_000_000_004))
        // Ends of what has ended are none.
        span.end()
        exporter.stop(seconds: 60)
        let request = try #require(collector.requests.first)
        #expect(request.head.first == "POST /v1/traces HTTP/1.1")
        #expect(request.head.contains("Content-Type: application/json"))
        #expect(request.head.contains("Host: 127.0.0.1:\(collector.port)"))
        #expect(!String(decoding: request.body, as: UTF8.self).contains("a secret"))
        let spans = try collector.spans()
        #expect(spans.map(\.name) == ["inner", "outer \"é\""])
        let (own, child) = (try #require(spans.last), try #require(spans.first))
        #expect(own.text("traceId") == parent.traceID.description)
        #expect(own.text("parentSpanId") == parent.spanID.description)
        #expect(own.text("traceState") == "a=1")
        #expect(own.number("kind") == 2 && child.number("kind") == 1)
        #expect(own.number("flags") == 0x301 && child.number("flags") == 0x101)
        #expect(own.text("startTimeUnixNano") == "1700000000000000001")
        #expect(own.text("endTimeUnixNano") == "1700000000000000004")
        #expect(child.text("parentSpanId") == own.text("spanId"))
        #expect(child.text("traceId") == own.text("traceId"))
        let status = own.json["status"] as? [String: Any]
        #expect(status?["code"] as? Int == 2 && status?["message"] as? String == "why")
        let attributes = try JSONSerialization.data(
            withJSONObject: own.json["attributes"] as Any, options: .sortedKeys)
        #expect(
            String(decoding: attributes, as: UTF8.self)
                == #"[{"key":"b","value":{"boolValue":true}},{"key":"d","value":{"doubleValue":0.5}},"#
                + #"{"key":"i","value":{"intValue":"5"}},"#
                + #"{"key":"l","value":{"arrayValue":{"values":[{"intValue":"1"},{"intValue":"2"}]}}},"#
                + #"{"key":"n","value":{"doubleValue":"NaN"}},{"key":"s","value":{"stringValue":"text"}}]"#)
        #expect(told.list == [.exported(2)])
    }

    @Test func whatIsNotSampledGoesNowhere() throws {
        let (collector, told) = (try TestCollector(), Told())
        let exporter = try exporter(collector, told)
        let tracer = SpanTracer(exporter: exporter, sampler: TraceSampler(ratio: 0))
        let span = tracer.startSpan("outer", context: .topLevel)
        #expect(!span.isRecording)
        tracer.startSpan("inner", context: span.context).end()
        span.end()
        exporter.stop(seconds: 60)
        #expect(collector.requests.isEmpty && told.list.isEmpty)
    }

    @Test func batchesAreBounded() throws {
        let (collector, told) = (try TestCollector(), Told())
        let exporter = try exporter(collector, told) { $0.batchLimit = 10 }
        let tracer = tracer(exporter)
        for index in 0..<25 { tracer.startSpan("\(index)", context: .topLevel).end() }
        exporter.stop(seconds: 60)
        #expect(try collector.spans().map(\.name) == (0..<25).map { "\($0)" })
        let counts = told.list.map { event in if case .exported(let count) = event { count } else { 0 } }
        #expect(counts.reduce(0, +) == 25 && counts.allSatisfy { (1...10).contains($0) })
    }

    @Test func aFullQueueDropsAndCounts() throws {
        let (collector, told) = (try TestCollector(.isSilent), Told())
        let exporter = try exporter(collector, told) {
            $0.queueLimit = 5
            $0.batchLimit = 5
        }
        let tracer = tracer(exporter)
        // At most five are with the thread, which the collector holds up, and five wait.
        for _ in 0..<30 { tracer.startSpan("x", context: .topLevel).end() }
        #expect(told.list.count { $0 == .queueFull(1) } >= 20)
        exporter.stop(seconds: 0)
    }

    @Test func aCollectorThatIsDownCostsSpansOnly() throws {
        let (collector, told) = (try TestCollector(.isDown), Told())
        let exporter = try exporter(collector, told)
        tracer(exporter).startSpan("x", context: .topLevel).end()
        #expect(told.wait { $0.contains(.failed(1)) })
        let troubles = told.list.filter { if case .unreachable = $0 { true } else { false } }
        #expect(troubles.count == 1)
        exporter.stop(seconds: 60)
    }

    @Test func aCollectorThatNeverAnswersIsGivenUp() throws {
        let (collector, told) = (try TestCollector(.isSilent), Told())
        let exporter = try exporter(collector, told) {
            $0.timeoutSeconds = 0.05
            $0.attemptLimit = 2
        }
        tracer(exporter).startSpan("x", context: .topLevel).end()
        #expect(told.wait { $0.contains(.failed(1)) })
        #expect(told.list.contains(.unreachable(TelemetryError(.timeout, "the collector took too long"))))
        exporter.stop(seconds: 60)
    }

    @Test(arguments: [
        ("HTTP/1.1 503 Service Unavailable\r\n\r\n", 3), ("HTTP/1.1 429 Too Many Requests\r\n\r\n", 3),
        ("HTTP/1.1 400 Bad Request\r\n\r\n", 1), ("HTTP/1.1 301 Moved\r\nLocation: http://x/\r\n\r\n", 1),
        ("garbage\r\n\r\n", 1), ("HTTP/1.1 2x0 \r\n\r\n", 1), ("", 1), ("HTTP/1.1 200 OK\r\n", 1),
        ("HTTP/1.1 200 OK\r\nX: " + String(repeating: "y", count: 200_000) + "\r\n\r\n", 1),
    ])
    func refusalsAreTriedAgainOnlyIfThatMayHelp(_ answer: String, _ attempts: Int) throws {
        let (collector, told) = (try TestCollector(.answers(answer)), Told())
        let exporter = try exporter(collector, told)
        tracer(exporter).startSpan("x", context: .topLevel).end()
        #expect(told.wait { $0.contains(.failed(1)) })
        #expect(collector.requests.count == attempts)
        exporter.stop(seconds: 60)
    }

    @Test func contextsTravelByHeaders() throws {
        struct Fields: Extractor, Injector {
            func extract(key: String, from carrier: [String: String]) -> String? { carrier[key] }
            func inject(_ value: String, forKey key: String, into carrier: inout [String: String]) {
                carrier[key] = value
            }
        }
        let exporter = try exporter(TestCollector(.isDown), Told())
        let tracer = tracer(exporter)
        let fields = ["traceparent": TraceParentTests.valid, "tracestate": "a=1"]
        var context = InstrumentationContext.topLevel
        tracer.extract(fields, into: &context, using: Fields())
        var injected: [String: String] = [:]
        tracer.inject(context, into: &injected, using: Fields())
        #expect(injected == fields)
        exporter.stop(seconds: 60)
    }
}
