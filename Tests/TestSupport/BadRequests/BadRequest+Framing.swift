extension BadRequest {
    private static let smuggled = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
    private static let nines = String(repeating: "9", count: 40)

    private static let lengthValues: [(section: String, what: String, value: String)] = [
        ("CVE-2023-40225", "empty", ""), ("CVE-2023-40167", "signed", "+1"), ("RFC 9110 8.6", "negative", "-1"),
        ("RFC 9110 8.6", "hexadecimal", "0x1"), ("RFC 9110 8.6", "a hexadecimal digit", "a"),
        ("RFC 9110 8.6", "a space within", "1 1"), ("RFC 9110 8.6", "a fraction", "1.0"),
        ("RFC 9110 8.6", "an exponent", "1e0"), ("RFC 9110 8.6", "quoted", "\"1\""),
        ("RFC 9110 8.6", "an underscore", "1_0"), ("RFC 9110 8.6", "a unit", "1b"),
        ("RFC 9110 8.6", "a semicolon", "1;"),
        ("RFC 9110 8.6", "a digit of another script", "\u{FF11}"), ("RFC 9110 8.6", "a list of equal values", "1, 1"),
        ("RFC 9110 8.6", "a list of different values", "1, 2"), ("RFC 9110 8.6", "a comma at the end", "1,"),
        ("RFC 9110 8.6", "a comma in front", ",1"), ("RFC 9110 5.5", "NUL after the digits", "1\0"),
        ("RFC 9110 5.5", "a vertical tab before the digits", "\u{0B}1"),
        ("RFC 9110 5.5", "a no-break space before the digits", "\u{A0}1"),
    ]

    /// Content-Length and what stands beside it.
    static let lengths: [BadRequest] =
        lengthValues.map {
            BadRequest("\($0.section): Content-Length, \($0.what)", post("Content-Length: \($0.value)\r\n", "a"))
        }
        + [
            BadRequest(
                "CVE-2020-10108: CL.CL equal", post("Content-Length: 1\r\nContent-Length: 1\r\n", "a")),
            BadRequest(
                "CVE-2017-7658: CL.CL different",
                post("Content-Length: 0\r\nContent-Length: \(smuggled.utf8.count)\r\n", smuggled)),
            BadRequest(
                "RFC 9112 6.3: CL.CL different, the larger first",
                post("Content-Length: \(smuggled.utf8.count)\r\nContent-Length: 0\r\n", smuggled)),
            BadRequest("RFC 9112 6.3: CL.CL in two cases", post("Content-Length: 1\r\ncontent-length: 2\r\n", "a")),
            BadRequest("RFC 9112 6.3: CL.CL of GET", get("Content-Length: 0\r\nContent-Length: 0\r\n")),
            BadRequest(
                "RFC 9112 5.1: a space before the colon of Content-Length", post("Content-Length : 1\r\n", "a")),
            BadRequest(
                "RFC 9112 5.1: a second Content-Length, with a space before its colon",
                post("Content-Length: 1\r\nContent-Length : 5\r\n", "a")),
            BadRequest("RFC 9112 5.2: obs-fold of Content-Length", post("Content-Length:\r\n 1\r\n", "a")),
            BadRequest("RFC 9112 5.2: obs-fold that adds digits", post("Content-Length: 1\r\n 0\r\n", "a")),
            BadRequest("RFC 9110 15.5.14: 2^63", post("Content-Length: 9223372036854775808\r\n"), 413),
            BadRequest(
                "RFC 9110 15.5.14: 2^64, which is 0 in 64 bits", post("Content-Length: 18446744073709551616\r\n"), 413),
            BadRequest(
                "RFC 9110 15.5.14: 2^64 + 1, which is 1", post("Content-Length: 18446744073709551617\r\n", "a"), 413),
            BadRequest("RFC 9110 15.5.14: a length of 40 digits", post("Content-Length: \(nines)\r\n"), 413),
            BadRequest(
                "RFC 9110 15.5.14: a length over the limit, with an expectation",
                post("Content-Length: \(nines)\r\nExpect: 100-continue\r\n"), 413),
        ]

    private static let codingValues: [(section: String, what: String, value: String, status: Int)] = [
        ("CVE-2019-18277", "a vertical tab before the coding", "\u{0B}chunked", 400),
        ("RFC 9110 5.5", "a form feed after the coding", "chunked\u{0C}", 400),
        ("RFC 9110 5.5", "NUL after the coding", "chunked\0", 400),
        ("RFC 9110 5.5", "a no-break space before the coding", "\u{A0}chunked", 501),
        ("RFC 9112 6.1", "gzip", "gzip", 501),
        ("CVE-2021-33037", "identity", "identity", 501),
        ("CVE-2021-33037", "chunked is not the last", "chunked, gzip", 501),
        ("RFC 9112 6.1", "gzip, chunked", "gzip, chunked", 501),
        ("RFC 9112 6.1", "chunked twice", "chunked, chunked", 501),
        ("CVE-2021-33037", "chunked, identity", "chunked, identity", 501),
        ("CVE-2022-32213", "chunkedchunked", "chunkedchunked", 501),
        ("RFC 9112 6.1", "xchunked", "xchunked", 501),
        ("RFC 9112 6.1", "chunk", "chunk", 501),
        ("RFC 9112 6.1", "quoted", "\"chunked\"", 501),
        ("RFC 9112 6.1", "in single quotes", "'chunked'", 501),
        ("RFC 9112 7", "a parameter", "chunked;q=1", 501),
        ("RFC 9112 6.1", "a colon in front", ": chunked", 501),
        ("RFC 9112 6.1", "empty", "", 501),
        ("RFC 9112 6.1", "a comma at the end", "chunked,", 501),
        ("RFC 9112 6.1", "letters of another script", "chun\u{212A}ed", 501),
    ]

    /// Transfer-Encoding and what stands beside it.
    static let codings: [BadRequest] =
        [
            BadRequest(
                "CVE-2005-2088: CL.TE",
                post("Content-Length: 6\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\nG")),
            BadRequest(
                "CVE-2020-10109: TE.CL",
                post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "12\r\nGPOST / HTTP/1.1\r\n\r\n0\r\n\r\n")),
            BadRequest(
                "CVE-2019-20445: CL.TE with a length of 0", post("Content-Length: 0\r\nTransfer-Encoding: chunked\r\n")),
            BadRequest(
                "RFC 9112 6.3: TE.CL with a smuggled request",
                post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n" + smuggled)),
            BadRequest(
                "RFC 9112 6.1: identity and chunked beside a length",
                post("Content-Length: 1\r\nTransfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n")),
            BadRequest(
                "CVE-2020-8287: TE.TE",
                post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")),
            BadRequest(
                "RFC 9112 6.1: TE.TE, the second one unknown",
                post("Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n", "0\r\n\r\n")),
            BadRequest(
                "RFC 9112 6.1: TE.TE, the first one unknown",
                post("Transfer-Encoding: x\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")),
            BadRequest(
                "CVE-2021-33037: a coding of HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            ),
            BadRequest(
                "RFC 9112 6.1: coding and length of HTTP/1.0",
                "POST / HTTP/1.0\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            BadRequest(
                "RFC 9112 6.3: an unknown coding beside a length",
                post("Content-Length: 5\r\nTransfer-Encoding: gzip\r\n", "0\r\n\r\n")),
            BadRequest(
                "RFC 9112 6.1: an unknown coding of HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: gzip\r\n\r\n"),
            BadRequest(
                "CVE-2019-16869: a space before the colon", post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n")),
            BadRequest(
                "RFC 9112 5.1: a space before the colon, beside a length",
                post("Content-Length: 5\r\nTransfer-Encoding : chunked\r\n", "0\r\n\r\n" + smuggled)),
            BadRequest(
                "CVE-2020-7238: a space before the name", post(" Transfer-Encoding: chunked\r\n", "0\r\n\r\n")),
            BadRequest(
                "CVE-2022-32215: a value in the next line", post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n")),
            BadRequest(
                "RFC 9112 5.2: a coding in the fold of another field",
                post("X: y\r\n Transfer-Encoding: chunked\r\n", "0\r\n\r\n")),
            BadRequest(
                "RFC 9112 2.2: a coding after a bare LF",
                post("X: y\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n" + smuggled)),
            BadRequest(
                "RFC 9112 2.2: a coding after a bare CR",
                post("X: y\rTransfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n" + smuggled)),
            BadRequest(
                "RFC 9110 5.1: NUL in the name", post("Transfer-Encoding\0: chunked\r\n", "0\r\n\r\n")),
        ]
        + codingValues.map {
            BadRequest(
                "\($0.section): Transfer-Encoding, \($0.what)", post("Transfer-Encoding: \($0.value)\r\n", "0\r\n\r\n"),
                $0.status)
        }
}
