import Foundation
import Logging
import Synchronization
import TestSupport
import Testing

@testable import HTTPServer

/// Files that change, looked at when the test says so.
@Suite struct TLSContextSourceTests {
    private let certificates: TestCertificates
    private let pair: TestCertificates.Pair
    private let log = LogLines()
    private let source: TLSContextSource

    init() throws {
        certificates = try TestCertificates()
        pair = try certificates.copy(certificates.make("first"), to: "server")
        let configuration = TLSConfiguration(certificatePath: pair.certificate, keyPath: pair.key)
        source = try TLSContextSource(configuration, logger: Logger(label: "test") { [log] _ in log })
    }

    @Test func loadsAPairThatIsTheSameAtTwoLooks() throws {
        let before = source.current
        source.look()
        source.look()
        #expect(source.current === before)
        try certificates.copy(certificates.make("second"), to: "server")
        source.look()
        #expect(source.current === before)
        source.look()
        #expect(source.current !== before)
        #expect(log.lines == ["notice the TLS certificate has changed and is used for new connections"])
    }

    @Test func refusesABadPairOnceAndKeepsTheOldOne() throws {
        let before = source.current
        let other = try certificates.make("second")
        try certificates.copy(TestCertificates.Pair(certificate: other.certificate, key: pair.key), to: "server")
        for _ in 0..<4 { source.look() }
        #expect(source.current === before)
        #expect(log.lines.count == 1 && log.lines[0].hasPrefix("error a new TLS certificate is refused"))
        #expect(log.lines[0].contains("does not belong"))
        // Mended.
        try certificates.copy(other, to: "server")
        for _ in 0..<2 { source.look() }
        #expect(source.current !== before)
        #expect(log.lines.count == 2)
    }

    @Test func ticketsHaveNewKeysAfterSomeHours() {
        let before = source.current
        let now = MonotonicClock.now()
        source.look(now: now + TLSContextSource.ticketKeyNanoseconds / 2)
        #expect(source.current === before)
        source.look(now: now + TLSContextSource.ticketKeyNanoseconds)
        #expect(source.current !== before && log.lines.isEmpty)
    }

    @Test func filesThatAreGoneChangeNothing() throws {
        let before = source.current
        try FileManager.default.removeItem(atPath: pair.certificate)
        for _ in 0..<3 { source.look() }
        #expect(source.current === before)
        #expect(log.lines.count == 1 && log.lines[0].contains("No such file"))
    }
}

/// A log handler that keeps its lines.
private final class LogLines: LogHandler, Sendable {
    private let kept = Mutex<[String]>([])

    var lines: [String] { kept.withLock { $0 } }

    func log(event: LogEvent) {
        let reason = event.metadata?["reason"].map { ": \($0)" } ?? ""
        kept.withLock { $0.append("\(event.level) \(event.message)\(reason)") }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }

    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }
}
