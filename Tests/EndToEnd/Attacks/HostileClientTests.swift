import Foundation
import Glibc
import TestSupport
import Testing

/// Clients of the server as it is shipped that leave in the middle of things, on both kinds of loop.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct HostileClientTests {
    @Test(arguments: ["epoll", "dispatch"]) func whatClientsLeaveIsGivenBack(_ loop: String) throws {
        let server = try ServerProcess(["--event-loop", loop])
        let cat = try Photograph.cat()
        let probe = try server.client()
        func classify() throws {
            let response = try probe.request(
                "POST", "/v1/classify", headers: [("Content-Type", "image/jpeg")], body: cat)
            #expect(response.status == 200)
        }
        let head =
            "POST /v1/classify HTTP/1.1\r\nHost: x\r\nContent-Type: image/jpeg\r\nContent-Length: \(cat.count)\r\n\r\n"
        func round() throws {
            for _ in 0..<20 {
                // While the answer is computed.
                let client = try server.client()
                client.write(Array(head.utf8) + cat)
                client.resetOnClose()
            }
            for _ in 0..<4 {
                try killedShell(server.port, "printf '\(head.replacingOccurrences(of: "\r\n", with: "\\r\\n"))abc' >&3")
                try killedShell(
                    server.port,
                    "for i in 1 2 3 4; do printf 'GET /openapi.yaml HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n'; done >&3; read -r -n 8 <&3"
                )
            }
            try classify()
        }
        func descriptors() throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/\(server.process.processIdentifier)/fd").count
        }
        try classify()
        // Those of an idle server, and the probe's connection.
        let needed = try descriptors()
        // A sanitizer keeps what was freed for a while.
        let growthLimit = Sanitizer.isActive ? .max : 1 << 16
        var sizes: [Int] = []
        repeat {
            try round()
            sizes.append(try server.residentBytes())
            // Memory may settle in any round; what leaks with each client grows in all.
        } while sizes.count < 2 || (sizes.count < 8 && sizes[sizes.count - 1] - sizes[sizes.count - 2] > growthLimit)
        #expect(sizes.count < 8, "resident bytes after each round: \(sizes)")
        let areGivenBack = try eventually { try descriptors() <= needed }
        #expect(areGivenBack, "\(needed) descriptors are needed")
    }

    private func killedShell(_ port: Int, _ commands: String) throws {
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/bash")
        shell.arguments = ["-c", "exec 3<>/dev/tcp/127.0.0.1/\(port); \(commands); kill -KILL $$"]
        try shell.run()
        shell.waitUntilExit()
        #expect(shell.terminationReason == .uncaughtSignal && shell.terminationStatus == SIGKILL)
    }
}
