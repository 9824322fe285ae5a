import HTTPTypes

/// One connection's protocol state, a pure value: bytes, answers and times go in, `ConnectionStep`s come out.
///
///     reading --request--> handling --respond--> writing --written--> reading
///        |                    ^                     |
///        +-----refusal--------+                     +--last response--> lingering --> closed
///
/// Requests are taken one at a time. What the peer sends meanwhile stays in `leftover`, or in the kernel, where TCP
/// slows the peer down: `wantsInput` says when to read.
struct ConnectionState {
    enum Phase: Equatable {
        case reading
        /// The handler has a request, or the loop words a refusal.
        case handling
        case writing(isLast: Bool)
        /// All is said; what still comes is thrown away, so that the peer does not lose the answer to a reset.
        case lingering
        case closed
    }

    /// What is being read, for the choice of the deadline.
    private enum Stage {
        case idle
        case head
        case body
    }

    private(set) var phase = Phase.reading
    /// When `expire` is to be called, on the loop's clock; `.max` for never.
    private(set) var deadline: UInt64
    /// Counts requests, so that an answer to an earlier one is known as stale.
    private(set) var serial: UInt32 = 0

    private let settings: ConnectionSettings
    let remoteAddress: String
    private var parser: RequestParser
    private var stage = Stage.idle
    private var head: RequestHead?
    private var body: [UInt8] = []
    private var bodyStart: UInt64 = 0
    private var hasAskedToContinue = false
    private var isContentWanted = false
    /// Bytes read but not parsed yet: from `leftoverOffset` on.
    private var leftover: [UInt8] = []
    private var leftoverOffset = 0
    private var hasFailed = false
    private var cancellation: RequestCancellation?

    /// A connection that was accepted at `now`.
    init(settings: ConnectionSettings, remoteAddress: String, now: UInt64) {
        self.settings = settings
        self.remoteAddress = remoteAddress
        parser = RequestParser(limits: settings.limits)
        deadline = now &+ settings.headNanoseconds
    }

    /// True when bytes from the peer can be used, or thrown away.
    var wantsInput: Bool { phase == .reading || phase == .lingering }

    /// True while no part of a request has been read and none is being answered.
    var isIdle: Bool { phase == .reading && stage == .idle }

    /// True if the peer has sent, or may be sending, what nobody will read.
    var hasUnreadRequest: Bool { hasFailed || leftoverOffset < leftover.count }

    /// Of the request whose body is read or that is being answered; nil before its head is read.
    var pathSegments: [String]? { head?.target.segments }

    /// True if an answer to request `serial` is awaited.
    func isAwaiting(_ serial: UInt32) -> Bool { phase == .handling && serial == self.serial }

    /// Takes bytes from the peer.
    mutating func receive(_ input: UnsafeBufferPointer<UInt8>, now: UInt64) -> ConnectionStep {
        guard phase == .reading else { return .wait }
        var offset = 0
        let step = parse(input, from: &offset, now: now)
        if phase == .handling, !hasFailed, offset < input.count { leftover = Array(input[offset...]) }
        return step
    }

    /// Takes the peer's end of sending.
    mutating func receiveEnd() -> ConnectionStep {
        switch phase {
        case .reading where stage == .idle, .lingering: return .close
        case .reading: return refuse(HTTPFailure(.malformed, "the request is cut off"))
        case .handling, .writing:
            cancellation?.markPeerFinished()
            return .wait
        case .closed: return .wait
        }
    }

    /// Takes the answer to the request in hand, or to a refusal, and gives what is to be sent.
    ///
    /// `mayBeLast`: the server drains; the response says `close` unless another request has been read already.
    mutating func respond(
        _ response: ServerResponse, mayBeLast: Bool, writer: inout ResponseWriter, now: UInt64
    ) -> (head: [UInt8], content: [UInt8]) {
        let isLast =
            hasFailed || !(head?.keepsAlive ?? false) || (mayBeLast && leftoverOffset >= leftover.count)
            || asksToClose(response)
        let isHEAD = head.map { $0.method == .head } ?? parser.isInHEAD
        let output = writer.bytes(
            of: response, keepsAlive: !isLast, minorVersion: head?.minorVersion ?? 1, isHead: isHEAD)
        phase = .writing(isLast: isLast)
        deadline =
            now &+ settings.writeNanoseconds
            &+ settings.nanoseconds(forBytes: output.head.count + output.content.count)
        head = nil
        cancellation = nil
        return output
    }

    /// Takes the news that all output is out.
    mutating func finishWriting(now: UInt64) -> ConnectionStep {
        guard case .writing(let isLast) = phase else { return .wait }
        guard !isLast else { return .finish }
        phase = .reading
        stage = .idle
        deadline = now &+ settings.idleNanoseconds
        guard leftoverOffset < leftover.count else { return .wait }
        // The array is taken out while it is read and put back only if something is left in it.
        let input = leftover
        leftover = []
        var offset = leftoverOffset
        let step = input.withUnsafeBufferPointer { parse($0, from: &offset, now: now) }
        if phase == .handling, !hasFailed, offset < input.count {
            leftover = input
            leftoverOffset = offset
        } else {
            leftoverOffset = 0
        }
        return step
    }

    /// Starts to throw away what still comes.
    mutating func linger(now: UInt64) {
        phase = .lingering
        deadline = now &+ settings.lingerNanoseconds
    }

    /// Refuses the connection before anything is read.
    mutating func refuseConnection(_ failure: HTTPFailure) -> ConnectionStep { refuse(failure) }

    /// Takes the news that `deadline` has passed.
    mutating func expire() -> ConnectionStep {
        switch phase {
        case .reading where stage == .idle: return .close
        case .reading:
            return refuse(
                HTTPFailure(.timeout, stage == .head ? "the head came too slowly" : "the body came too slowly"))
        case .handling, .closed: return .wait
        case .writing, .lingering: return .close
        }
    }

    /// Ends the connection; a handler that is still at work can see it.
    mutating func close() {
        phase = .closed
        deadline = .max
        cancellation?.cancel()
        cancellation = nil
        leftover = []
        body = []
    }

    private mutating func parse(
        _ input: UnsafeBufferPointer<UInt8>, from offset: inout Int, now: UInt64
    ) -> ConnectionStep {
        while true {
            switch parser.next(input, at: &offset) {
            case .needsMore:
                return waitForMore(now: now)
            case .head(let head):
                self.head = head
                stage = .body
                bodyStart = now
                hasAskedToContinue = false
                isContentWanted = false
            case .body(let range):
                append(input[range])
            case .end:
                return handle()
            case .failure(let failure):
                return refuse(failure)
            }
        }
    }

    /// Sets the deadline for what is being read, and asks for the content where the peer waits to be asked.
    private mutating func waitForMore(now: UInt64) -> ConnectionStep {
        if parser.isInHead {
            if stage != .head { deadline = now &+ settings.headNanoseconds }
            stage = .head
            return .wait
        }
        if stage == .head {
            // An empty line that came in pieces: no request has begun.
            stage = .idle
            deadline = now &+ settings.idleNanoseconds
            return .wait
        }
        guard stage == .body, let head else { return .wait }
        if !isContentWanted {
            if let refusal = settings.refusal(request(head, body: [], RequestCancellation())) {
                beginRefusal()
                return .refuseContent(refusal)
            }
            isContentWanted = true
        }
        deadline = bodyStart &+ settings.bodyNanoseconds &+ settings.nanoseconds(forBytes: body.count)
        if head.expectsContinue, !hasAskedToContinue, body.isEmpty {
            hasAskedToContinue = true
            return .sendContinue
        }
        return .wait
    }

    /// Memory follows what has come, not what was announced: up to 1 MiB is reserved at once, then doublings, the last
    /// of them to the exact size.
    private mutating func append(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
        if case .length(let length)? = head?.framing, body.capacity < body.count + bytes.count {
            body.reserveCapacity(min(length, max(1 << 20, 2 * (body.count + bytes.count))))
        }
        body.append(contentsOf: bytes)
    }

    private mutating func handle() -> ConnectionStep {
        guard let head else { return .wait }
        serial &+= 1
        phase = .handling
        deadline = .max
        let cancellation = RequestCancellation()
        self.cancellation = cancellation
        let request = request(head, body: body, cancellation)
        body = []
        return .handle(request)
    }

    private func request(_ head: RequestHead, body: [UInt8], _ cancellation: RequestCancellation) -> ServerRequest {
        ServerRequest(
            method: head.method, target: head.target.raw, path: head.target.path, pathSegments: head.target.segments,
            query: head.target.query, headers: head.headers, body: body, declaresBody: head.framing != .none,
            remoteAddress: remoteAddress, cancellation: cancellation)
    }

    private mutating func refuse(_ failure: HTTPFailure) -> ConnectionStep {
        beginRefusal()
        return .refuse(failure)
    }

    /// What follows on this connection is not read as requests.
    private mutating func beginRefusal() {
        serial &+= 1
        hasFailed = true
        phase = .handling
        deadline = .max
        body = []
        leftover = []
        leftoverOffset = 0
    }

    private func asksToClose(_ response: ServerResponse) -> Bool {
        guard !response.headers.isEmpty, let value = response.headers[.connection] else { return false }
        return value.lowercased().split(separator: ",").contains { part in
            part.drop { $0 == " " }.prefix { $0 != " " } == "close"
        }
    }
}
