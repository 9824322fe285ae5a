import Testing

@testable import Serving

@Suite struct AdmissionTests {
    private let window: UInt64 = 100_000_000

    @Test func bytesAreBoundedAndReturned() throws {
        let admission = Admission(byteLimit: 100)
        var first: Admission.Ticket? = try admission.admit(bytes: 60)
        #expect(throws: ServingError.self) { try admission.admit(bytes: 50) }
        let second = try admission.admit(bytes: 40)
        #expect(admission.bytes == 100)
        // What comes out of a packed body counts as well.
        #expect(throws: ServingError.self) { try second.admit(bytes: 1) }
        _ = first
        first = nil
        try second.admit(bytes: 60)
        #expect(admission.bytes == 100)
    }

    @Test func anEmptyServerTakesAnything() throws {
        let admission = Admission(byteLimit: 100)
        let ticket = try admission.admit(bytes: 1000)
        try ticket.admit(bytes: 1000)
        #expect(admission.bytes == 2000)
        #expect(throws: ServingError.self) { try admission.admit(bytes: 1) }
    }

    @Test func requestsAreRememberedForAMoment() throws {
        let admission = Admission(byteLimit: 100)
        var now: UInt64 = 1 << 40
        #expect(admission.recentRequests(now: now) == 0)
        var tickets = try (0..<3).map { _ in try admission.admit(bytes: 1, now: now) }
        #expect(admission.recentRequests(now: now) == 3)
        tickets.removeLast(2)
        #expect(tickets.count == 1)
        now += window / 2
        #expect(admission.recentRequests(now: now) == 3)
        now += window
        #expect(admission.recentRequests(now: now) == 3)
        now += window
        #expect(admission.recentRequests(now: now) == 1)
        tickets = []
        now += 10 * window
        #expect(admission.recentRequests(now: now) == 0)
    }
}
