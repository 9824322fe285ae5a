/// What a connection still has to send: a head and a body, sent in one call where the socket takes them.
struct OutputBuffer {
    private var head: [UInt8] = []
    private var body: [UInt8] = []
    private var sentCount = 0

    /// True when all is sent.
    var isEmpty: Bool { sentCount == head.count + body.count }

    /// Appends `head` and `body` to what is still to be sent.
    mutating func enqueue(_ head: [UInt8], _ body: [UInt8]) {
        if isEmpty {
            self.head = head
            self.body = body
        } else {
            // Only an interim response that has not gone out yet brings us here: it is a few bytes.
            self.head = Array((self.head + self.body).dropFirst(sentCount)) + head
            self.body = body
        }
        sentCount = 0
    }

    /// Sends what goes now. `.bytes` means that all is out.
    mutating func write(to transport: inout some Transport) -> TransportResult {
        while !isEmpty {
            let headOffset = min(sentCount, head.count)
            let bodyOffset = sentCount - headOffset
            let result = head.withUnsafeBytes { head in
                body.withUnsafeBytes { body in
                    transport.write(
                        UnsafeRawBufferPointer(rebasing: head[headOffset...]),
                        UnsafeRawBufferPointer(rebasing: body[bodyOffset...]))
                }
            }
            guard case .bytes(let count) = result else { return result }
            sentCount += count
        }
        let count = sentCount
        self = OutputBuffer()
        return .bytes(count)
    }
}
