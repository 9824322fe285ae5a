import Glibc
import HTTPServer
import TestSupport
import Testing

/// Running out of descriptors, in a process of its own since the limit is the process's.
@Suite(.timeLimit(.minutes(2)))
struct DescriptorTests {
    @Test func epollSurvivesTheLackOfDescriptors() async {
        await #expect(processExitsWith: .success) { try Self.exhaust(.epoll) }
    }

    @Test func dispatchSurvivesTheLackOfDescriptors() async {
        await #expect(processExitsWith: .success) { try Self.exhaust(.dispatch) }
    }

    private struct Fault: Error {
        let what: String
    }

    /// Takes all descriptors away while a peer connects; it is answered when one is free again, and until then the
    /// server sleeps.
    private static func exhaust(_ loop: LoopKind) throws {
        let request = "GET /echo HTTP/1.1\r\nHost: x\r\n\r\n"
        let server = try RunningServer(loop)
        let first = try server.connect()
        try first.send(request)
        guard try first.response().status == 200 else { throw Fault(what: "first") }

        let waiting = try server.unconnected()
        var limit = rlimit(rlim_cur: 256, rlim_max: 256)
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard setrlimit(resource, &limit) == 0 else { throw Fault(what: "setrlimit") }
        var taken: [Int32] = []
        while true {
            let descriptor = dup(0)
            if descriptor < 0 { break }
            taken.append(descriptor)
        }
        try waiting.connect()
        try waiting.send(request)
        let before = clock()
        // The old connection is served meanwhile.
        for _ in 0..<200 {
            try first.send(request)
            guard try first.response().status == 200 else { throw Fault(what: "busy") }
            usleep(1000)
        }
        // 200 small requests take some milliseconds of CPU, more under a sanitizer; a spinning listener would take all of the
        // time.
        let used = Double(clock() - before) / Double(CLOCKS_PER_SEC)
        guard used < 0.15 || Sanitizer.isActive else { throw Fault(what: "spinning: \(used) s of CPU in 0.2 s") }
        for descriptor in taken { close(descriptor) }
        guard try waiting.response().status == 200 else { throw Fault(what: "waiting") }
    }
}
