/// Bytes that a client sends on one connection, and what must come back.
///
/// Behind them, unless they end in the middle of a request, comes another request: it is answered where the connection
/// must stay open, and where it must close, what follows is never answered.
struct ConformanceCase: Sendable, CustomStringConvertible {
    enum Ending: Sendable {
        /// The next request is answered.
        case staysOpen
        /// The server closes after the last of `statuses`.
        case closes
        /// The client closes its sending half after the bytes, and then the server closes.
        case cutOff
    }

    /// Begins with the section or the CVE that it stands for.
    let name: String
    let bytes: [UInt8]
    /// Statuses of the responses, in order.
    let statuses: [Int]
    let ending: Ending
    /// Which of the responses are to HEAD.
    let headAnswers: Set<Int>
    /// What the responses hold, in this order.
    let holds: [String]
    /// What is nowhere in the responses.
    let lacks: [String]

    init(
        _ name: String, _ text: String, _ statuses: [Int] = [200], _ ending: Ending = .staysOpen,
        headAnswers: Set<Int> = [], holds: [String] = [], lacks: [String] = []
    ) {
        self.init(
            name, bytes: Array(text.utf8), statuses, ending, headAnswers: headAnswers, holds: holds, lacks: lacks)
    }

    init(
        _ name: String, bytes: [UInt8], _ statuses: [Int] = [200], _ ending: Ending = .staysOpen,
        headAnswers: Set<Int> = [], holds: [String] = [], lacks: [String] = []
    ) {
        self.name = name
        self.bytes = bytes
        self.statuses = statuses
        self.ending = ending
        self.headAnswers = headAnswers
        self.holds = holds
        self.lacks = lacks
    }

    var description: String { name }

    /// A GET of `/fields` with these field lines.
    static func fields(_ lines: String) -> String { "GET /fields HTTP/1.1\r\nHost: x\r\n\(lines)\r\n" }

    /// A GET of `target`.
    static func get(_ target: String) -> String { "GET \(target) HTTP/1.1\r\nHost: x\r\n\r\n" }

    /// A POST whose answer ends with its content.
    static func post(_ lines: String, _ body: String = "") -> String {
        "POST /echo HTTP/1.1\r\nHost: x\r\n\(lines)\r\n\(body)"
    }

    static func chunked(_ body: String) -> String { post("Transfer-Encoding: chunked\r\n", body) }
}
