extension BadRequest {
    /// What comes to the port of an HTTP server by mistake, or to find out what listens.
    static let otherProtocols: [BadRequest] = [
        BadRequest(
            "RFC 8446 5.1: a ClientHello of TLS", bytes: [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC]),
        BadRequest("RFC 8446 5.1: an alert of TLS", bytes: [0x15, 0x03, 0x03, 0x00, 0x02, 0x01, 0x00]),
        BadRequest("RFC 6101 5.2.1: a record of SSL 3.0", bytes: [0x16, 0x03, 0x00, 0x00, 0x2E]),
        BadRequest("RFC 9113 3.4: the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        BadRequest("RFC 9113 4.1: a frame of HTTP/2", bytes: [0, 0, 0, 4, 0, 0, 0, 0, 0]),
        BadRequest("RFC 1928 3: SOCKS 5", bytes: [0x05, 0x01, 0x00]),
        BadRequest("RFC 9112 3: SOCKS 4", bytes: [0x04, 0x01, 0x00, 0x50, 0x7F, 0x00, 0x00, 0x01, 0x00]),
        BadRequest("RFC 4253 4.2: the banner of SSH", "SSH-2.0-OpenSSH_9.6\r\n\r\n"),
        BadRequest("RFC 5321 4.1.1.1: the greeting of SMTP", "EHLO x\r\n\r\n"),
        BadRequest("RFC 3261 7.1: a request of SIP", "OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/TCP x\r\n\r\n"),
        BadRequest("RFC 2326 6.1: a request of RTSP", "OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n"),
        BadRequest("RFC 1035 4.2.2: a query of DNS", bytes: [0x00, 0x1C, 0x12, 0x34, 0x01, 0x00, 0x00, 0x01]),
        BadRequest("RFC 6455 5.2: a frame of WebSocket", bytes: [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D]),
        BadRequest("RFC 5389 6: a request of STUN", bytes: [0x00, 0x01, 0x00, 0x00, 0x21, 0x12, 0xA4, 0x42]),
        BadRequest("RFC 9112 3: a prelude of the PROXY protocol", "PROXY TCP4 1.2.3.4 1.2.3.4 1 2\r\n\r\n"),
        BadRequest(
            "RFC 9112 3: a binary prelude of the PROXY protocol",
            bytes: [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A]),
        BadRequest("RFC 9112 3: a command of Redis", "*1\r\n$4\r\nPING\r\n\r\n"),
        BadRequest("RFC 9112 3: zeros", bytes: [UInt8](repeating: 0, count: 64)),
        BadRequest("RFC 9112 3: every byte from 255 to 0", bytes: (0...255).reversed().map { UInt8($0) }),
    ]
}
