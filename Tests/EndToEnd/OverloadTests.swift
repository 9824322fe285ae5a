import Foundation
import TestSupport
import Testing

/// A server whose only thread computes slowly, so that requests wait: scalar code, one image at 0.2 s.
@Suite struct OverloadTests {
    private let server: ServerProcess
    private let cat: [UInt8]
    private let image = [("Content-Type", "image/jpeg")]

    init() throws {
        server = try ServerProcess(
            ["--threads", "1", "--queue-limit", "12", "--max-batch", "12", "--max-delay", "0.02"],
            environment: ["MANTISSA_ISA": "scalar"])
        cat = try Photograph.cat()
    }

    /// Sends a request of twelve images, which are one batch, and returns when it is being computed.
    private func occupy() throws -> HTTPClient {
        let base64 = Data(cat).base64EncodedString()
        let list = [String](repeating: "\"\(base64)\"", count: 12).joined(separator: ",")
        let body = Array("{\"images\":[\(list)]}".utf8)
        let client = try server.client()
        let head =
            "POST /v1/classify HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.count)\r\n\r\n"
        client.write(Array(head.utf8) + body)
        let probe = try server.client()
        // Decoded, and out of the queue again.
        let begins = try eventually {
            let metrics = try MetricsText(probe)
            return metrics.value("mantissa_preprocess_seconds_count") >= 1
                && metrics.value("mantissa_queue_depth") == 0
        }
        #expect(begins)
        return client
    }

    private func send(_ client: HTTPClient, extra: String = "") {
        let head =
            "POST /v1/classify HTTP/1.1\r\nHost: x\r\nContent-Type: image/jpeg\r\n\(extra)Content-Length: \(cat.count)\r\n\r\n"
        client.write(Array(head.utf8) + cat)
    }

    private func waitForDepth(_ depth: Double) throws {
        let probe = try server.client()
        #expect(try eventually { try MetricsText(probe).value("mantissa_queue_depth") == depth })
    }

    @Test func aFullQueueRefusesAtOnceAndAnswersWhatItAdmitted() throws {
        let first = try occupy()
        let waiting = try (0..<12).map { _ in try server.client() }
        for client in waiting { send(client) }
        try waitForDepth(12)
        let refused = try server.client().request("POST", "/v1/classify", headers: image, body: cat)
        #expect(refused.status == 503)
        #expect(refused.headers["retry-after"].flatMap { Int($0) } ?? 0 >= 1)
        #expect(refused.headers["content-type"] == "application/problem+json")
        // Nothing that was admitted was answered before the refusal, and all of it is answered after.
        let answers = try waiting.map { try $0.read() }
        #expect(answers.allSatisfy { $0.status == 200 && $0.body == answers[0].body })
        #expect(try first.read().status == 200)
    }

    @Test func aDeadlineIsToldWhenItPasses() throws {
        let first = try occupy()
        let hasty = try server.client().request(
            "POST", "/v1/classify", headers: image + [("Request-Timeout", "0.05")], body: cat)
        #expect(hasty.status == 504)
        // The batch before it is still being computed.
        #expect(try MetricsText(try server.client()).value("mantissa_batch_size_count") == 0)
        #expect(try first.read().status == 200)
        #expect(try MetricsText(try server.client()).value("mantissa_batch_size_count") == 1)
    }

    @Test func nothingIsComputedForAClientThatLeft() throws {
        let first = try occupy()
        var client: HTTPClient? = try server.client()
        if let client { send(client) }
        try waitForDepth(1)
        client = nil
        try waitForDepth(0)
        let probe = try server.client()
        #expect(try eventually { try MetricsText(probe).value("mantissa_requests_total", "status=\"499\"") == 1 })
        #expect(try first.read().status == 200)
        #expect(try MetricsText(probe).value("mantissa_batch_size_count") == 1)
    }

    @Test func whatWasAdmittedIsAnsweredWhileItsModelLeaves() throws {
        let folder = try TemporaryFolder()
        let file = folder.file("m.safetensors")
        try FileManager.default.copyItem(at: MantissaBinary.checkpoint, to: file)
        let server = try ServerProcess(
            models: folder.url, ["--threads", "1"], environment: ["MANTISSA_ISA": "scalar"])
        let waiting = try (0..<12).map { _ in try server.client() }
        for client in waiting { send(client) }
        let probe = try server.client()
        #expect(try eventually { try MetricsText(probe).value("mantissa_queue_depth") >= 8 })
        try FileManager.default.removeItem(at: file)
        #expect(try eventually { try probe.request("GET", "/v1/models").text.contains("draining") })
        #expect(try probe.request("POST", "/v1/models/m/classify", headers: image, body: cat).status == 503)
        for client in waiting { #expect(try client.read().status == 200) }
        #expect(try eventually { try (probe.request("GET", "/v1/models").json()["data"] as? [Any])?.isEmpty == true })
    }

    @Test func aHalfClosedClientOfAnIdleServerIsAnswered() throws {
        let client = try server.client()
        send(client)
        client.finishWriting()
        #expect(try client.read().status == 200)
    }

    @Test func urgentRequestsOvertakeOthers() throws {
        let first = try occupy()
        // Twelve fill the batch after the first; the urgent one comes last and goes first.
        let patient = try (0..<11).map { _ in try server.client() }
        for client in patient { send(client) }
        try waitForDepth(11)
        let urgent = try server.client()
        send(urgent, extra: "Priority: u=1\r\n")
        try waitForDepth(12)
        #expect(try urgent.read().status == 200)
        #expect(try first.read().status == 200)
        for client in patient { #expect(try client.read().status == 200) }
    }
}
