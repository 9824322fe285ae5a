import CLinux
import Glibc

extension SocketAddress {
    /// Reads the address that a system call has filled in; nil for a family other than IPv4, IPv6 and Unix. A
    /// peer on a Unix socket has no path.
    init?(_ storage: sockaddr_storage) {
        if Int32(storage.ss_family) == AF_UNIX {
            let path = withUnsafeBytes(of: storage) { bytes in
                // The path follows the family and ends with 0 or with the storage.
                String(decoding: bytes.dropFirst(MemoryLayout<sa_family_t>.size).prefix { $0 != 0 }, as: UTF8.self)
            }
            self.init(host: Self.unixPrefix + path, port: 0)
            return
        }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        var port: UInt16 = 0
        // The storage is large enough and aligned for every family; which one it holds is told by its first member.
        let isWritten = withUnsafePointer(to: storage) { pointer -> Bool in
            switch Int32(storage.ss_family) {
            case AF_INET:
                return pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { address in
                    port = UInt16(bigEndian: address.pointee.sin_port)
                    var bytes = address.pointee.sin_addr
                    return inet_ntop(AF_INET, &bytes, &text, socklen_t(text.count)) != nil
                }
            case AF_INET6:
                return pointer.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { address in
                    port = UInt16(bigEndian: address.pointee.sin6_port)
                    var bytes = address.pointee.sin6_addr
                    return inet_ntop(AF_INET6, &bytes, &text, socklen_t(text.count)) != nil
                }
            default: return false
            }
        }
        guard isWritten else { return nil }
        var host = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        if host.hasPrefix("::ffff:"), host.utf8.contains(UInt8(ascii: ".")) { host = String(host.dropFirst(7)) }
        self.init(host: host, port: Int(port))
    }
}
