import HTTPServer

/// A server for each kind of loop that all cases share: each has a connection of its own.
enum ConformanceServers {
    static let bodyByteLimit = 1 << 20

    /// Not isolated: they are made once and then only read.
    nonisolated(unsafe) private static let servers = LoopKind.allCases.map { loop in
        Result { try RunningServer(loop) { $0.limits.bodyByteLimit = bodyByteLimit } }
    }

    static func server(_ loop: LoopKind) throws -> RunningServer {
        guard let index = LoopKind.allCases.firstIndex(of: loop) else { throw RawClient.Failure(what: "no such loop") }
        return try servers[index].get()
    }
}
