extension ConformanceCase {
    static let responses: [ConformanceCase] = [
        ConformanceCase(
            "RFC 9110 15.3.5: 204 has neither length nor content", get("/empty"), [204], lacks: ["content"]),
        ConformanceCase(
            "RFC 9110 15.3.5: content of 204 is not sent", get("/status?n=204"), [204],
            lacks: ["content\r", "contentHTTP"]),
        ConformanceCase(
            "RFC 9110 15.4.5: content of 304 is not sent", get("/status?n=304"), [304], lacks: ["contentHTTP"]),
        ConformanceCase(
            "RFC 9112 4: a phrase for a known status", get("/status?n=418"), [418], holds: ["HTTP/1.1 418 "]),
        ConformanceCase(
            "RFC 9112 4: a space where there is no phrase", get("/status?n=299"), [299], holds: ["HTTP/1.1 299 \r\n"]),
        ConformanceCase(
            "RFC 9110 15: a status of another class", get("/status?n=599"), [599], holds: ["HTTP/1.1 599 "]),
        ConformanceCase("RFC 9110 8.6: a length of empty content", get("/big?n=0"), holds: ["Content-Length: 0\r\n"]),
        ConformanceCase(
            "RFC 9112 6: framing is the server's, whatever the handler says", get("/framed"),
            holds: ["Content-Length: 7", "\r\n\r\ncontentHTTP/1.1 "], lacks: ["chunked", "yesterday", "upgrade"]),
        ConformanceCase(
            "RFC 9110 15.5.1: a refusal is worded by the handler", "GET / HTTP/1.1\r\n\r\n", [400], .closes,
            holds: ["Content-Length: 9\r\n", "Connection: close", "\r\n\r\nmalformed"]),
        ConformanceCase(
            "RFC 9110 15.5.14: a refusal tells the path, where it is known",
            "POST /a/b HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n", [413], .closes,
            holds: ["bodyTooLarge at /a/b"]),
        ConformanceCase(
            "RFC 9110 17: a refusal does not repeat the request", "GET / HTTP/1.1\r\nHost: <script>\r\n\r\n", [400],
            .closes,
            lacks: ["script"]),
    ]
}
