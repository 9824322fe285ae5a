extension ConformanceCase {
    static let requestLines: [ConformanceCase] =
        [
            ConformanceCase(
                "RFC 9112 3: the simplest request", "GET /echo?a HTTP/1.1\r\nHost: x\r\n\r\n",
                holds: ["HTTP/1.1 200 OK\r\n", "Content-Length: 22", "\r\n\r\nGET /echo?a 127.0.0.1\n"]),
            ConformanceCase(
                "RFC 9112 2.2: an empty line before the request line", "\r\n" + get("/echo"), holds: ["GET /echo "]),
            ConformanceCase(
                "RFC 9112 2.2: an empty line after content",
                post("Content-Length: 3\r\n", "abc\r\n") + get("/next"), [200, 200], holds: ["\nabc", "GET /next "]),
            ConformanceCase(
                "RFC 9110 9.1: a method of every token character", token + " /echo HTTP/1.1\r\nHost: x\r\n\r\n",
                holds: [token + " /echo "]),
            ConformanceCase(
                "RFC 9110 9.1: methods are case-sensitive", "get /echo HTTP/1.1\r\nHost: x\r\n\r\n",
                holds: ["get /echo "]),
        ]
        + ["PUT", "PATCH", "DELETE", "PROPFIND", "M-SEARCH", "TRACE", "OPTIONS", "X", "1"].map { method in
            ConformanceCase(
                "RFC 9110 9.1: the method \(method) is the handler's", "\(method) /echo HTTP/1.1\r\nHost: x\r\n\r\n",
                holds: ["\(method) /echo 127.0.0.1\n"])
        }

    /// RFC 9110 section 5.6.2: every character that a token may hold.
    static let token = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
}
