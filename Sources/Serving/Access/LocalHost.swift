import Glibc

/// Addresses that only this machine can reach.
enum LocalHost {
    /// Whether a host, as it is bound or as a URL has it, is `localhost`, in 127.0.0.0/8, `::1`, or the path
    /// of a Unix socket. What is not certain is not.
    static func names(_ host: String) -> Bool {
        if host.hasPrefix("unix:") { return true }
        if host.lowercased() == "localhost" { return true }
        var four = in_addr()
        if inet_pton(AF_INET, host, &four) == 1 { return UInt32(bigEndian: four.s_addr) >> 24 == 127 }
        var six = in6_addr()
        let text = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        guard inet_pton(AF_INET6, text, &six) == 1 else { return false }
        return withUnsafeBytes(of: six) { bytes in bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1 }
    }

    /// Whether a page whose `Origin` this is came from this machine.
    static func isOrigin(_ origin: String) -> Bool {
        guard let scheme = origin.firstRange(of: "://") else { return false }
        let authority = origin[scheme.upperBound...]
        // The port is what follows the last colon, but for those within the brackets of an IPv6 address.
        let end = authority.lastIndex(of: "]").map { authority.index(after: $0) } ?? authority.lastIndex(of: ":")
        return names(String(authority[..<(end ?? authority.endIndex)]))
    }
}
