extension HTTPServerConfiguration {
    /// Throws for a setting that is out of its range, naming it.
    func validate() throws(HTTPServerError) {
        try check("port", port, 0...65535)
        try check("loopCount", loopCount, 1...64)
        try check("backlog", backlog, 1...65535)
        try check("connectionLimit", connectionLimit, 1...1_000_000)
        if let connectionsPerAddressLimit {
            try check("connectionsPerAddressLimit", connectionsPerAddressLimit, 1...1_000_000)
        }
        try check("limits.requestLineByteLimit", limits.requestLineByteLimit, 64...1_048_576)
        try check("limits.headByteLimit", limits.headByteLimit, 64...16_777_216)
        try check("limits.fieldCountLimit", limits.fieldCountLimit, 1...1_000)
        try check("limits.bodyByteLimit", limits.bodyByteLimit, 0...(1 << 40))
        try check("limits.chunkExtensionByteLimit", limits.chunkExtensionByteLimit, 0...1_048_576)
        try check("limits.trailerByteLimit", limits.trailerByteLimit, 2...1_048_576)
        if let tls {
            try check("tls.handshakeThreadCount", tls.handshakeThreadCount, 1...16)
            try check("tls.handshakeLimit", tls.handshakeLimit, 1...1_000_000)
            guard tls.lookSeconds > 0, tls.lookSeconds.isFinite else {
                throw HTTPServerError(
                    .configuration, "tls.lookSeconds is \(tls.lookSeconds), expected a positive number")
            }
        }
        for (name, seconds) in [
            ("headSeconds", timeouts.headSeconds), ("bodySeconds", timeouts.bodySeconds),
            ("idleSeconds", timeouts.idleSeconds), ("writeSeconds", timeouts.writeSeconds),
            ("lingerSeconds", timeouts.lingerSeconds), ("minimumBytesPerSecond", timeouts.minimumBytesPerSecond),
        ] where !(seconds > 0 && seconds.isFinite) {
            throw HTTPServerError(.configuration, "timeouts.\(name) is \(seconds), expected a positive number")
        }
    }

    private func check(_ name: String, _ value: Int, _ range: ClosedRange<Int>) throws(HTTPServerError) {
        guard range.contains(value) else {
            throw HTTPServerError(
                .configuration, "\(name) is \(value), expected \(range.lowerBound) to \(range.upperBound)")
        }
    }
}
