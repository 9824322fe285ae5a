extension ConformanceCase {
    private static let bodies: [(section: String, what: String, body: String, content: String)] = [
        ("RFC 9112 7.1", "one chunk", "3\r\nabc\r\n0\r\n\r\n", "abc"),
        ("RFC 9112 7.1", "several chunks", "1\r\na\r\n1\r\nb\r\n1\r\nc\r\n0\r\n\r\n", "abc"),
        ("RFC 9112 7.1", "no chunk but the last", "0\r\n\r\n", ""),
        ("RFC 9112 7.1", "digits in upper case", "A\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
        ("RFC 9112 7.1", "digits in lower case", "a\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
        ("RFC 9112 7.1", "a size of two digits", "10\r\n0123456789abcdef\r\n0\r\n\r\n", "0123456789abcdef"),
        ("RFC 9112 7.1", "zeros in front of a size", "0003\r\nabc\r\n0\r\n\r\n", "abc"),
        ("RFC 9112 7.1", "a size of 16 digits", "0000000000000003\r\nabc\r\n0\r\n\r\n", "abc"),
        ("RFC 9112 7.1", "a last chunk of several zeros", "3\r\nabc\r\n000\r\n\r\n", "abc"),
        ("RFC 9112 7.1", "a line end as data", "2\r\n\r\n\r\n0\r\n\r\n", "\r\n"),
        ("RFC 9112 7.1", "an end as data", "7\r\n\r\n0\r\n\r\n\r\n0\r\n\r\n", "\r\n0\r\n\r\n"),
        ("RFC 9112 7.1.1", "the name of an extension", "3;a\r\nabc\r\n0\r\n\r\n", "abc"),
        ("RFC 9112 7.1.1", "an extension with a value", "3;a=b\r\nabc\r\n0\r\n\r\n", "abc"),
        ("RFC 9112 7.1.1", "an extension with a quoted value", "3;a=\"b;\\\" c\"\r\nabc\r\n0\r\n\r\n", "abc"),
        ("RFC 9112 7.1.1", "several extensions", "3;a=b;c;d=\"e\"\r\nabc\r\n0\r\n\r\n", "abc"),
        ("RFC 9112 7.1.1", "bad white space around an extension", "3; a\t= b \r\nabc\r\n0\r\n\r\n", "abc"),
        ("RFC 9112 7.1.1", "an extension of the last chunk", "3\r\nabc\r\n0;a=b\r\n\r\n", "abc"),
        ("RFC 9112 7.1.1", "an extension of each chunk", "1;x\r\na\r\n2;y\r\nbc\r\n0;z\r\n\r\n", "abc"),
        ("CVE-2021-22960", "an extension that looks like a size", "3;5\r\nabc\r\n0;3\r\n\r\n", "abc"),
    ]

    static let chunks: [ConformanceCase] =
        bodies.map { section, what, body, content in
            ConformanceCase("\(section): \(what)", chunked(body), holds: ["127.0.0.1\n\(content)HTTP/1.1 "])
        }
        + [
            ConformanceCase(
                "RFC 9112 7: chunked in another case", post("Transfer-Encoding: cHuNkEd\r\n", "1\r\na\r\n0\r\n\r\n"),
                holds: ["\naHTTP/"]),
            ConformanceCase(
                "RFC 9110 5.5: white space around chunked",
                post("Transfer-Encoding:\t chunked \t\r\n", "1\r\na\r\n0\r\n\r\n"), holds: ["\naHTTP/"]),
            ConformanceCase(
                "RFC 9110 5.1: Transfer-Encoding in another case",
                post("tRANSFER-eNCODING: chunked\r\n", "1\r\na\r\n0\r\n\r\n"), holds: ["\naHTTP/"]),
            ConformanceCase(
                "RFC 9112 6.1: a chunked GET",
                "GET /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
                holds: ["\naHTTP/"]),
            ConformanceCase(
                "RFC 9112 7.1: chunked requests one behind the other",
                chunked("1\r\na\r\n0\r\n\r\n") + chunked("0\r\n\r\n") + chunked("1\r\nb\r\n0\r\n\r\n"),
                [200, 200, 200],
                holds: ["\naHTTP/", "127.0.0.1\nHTTP/", "\nbHTTP/"]),
        ]

    private static let trailerLines: [(section: String, what: String, lines: String)] = [
        ("RFC 9112 7.1.2", "a trailer", "T: u\r\n"), ("RFC 9112 7.1.2", "several trailers", "T: u\r\nV: w\r\n"),
        ("RFC 9112 7.1.2", "an empty trailer", "T:\r\n"),
        ("RFC 9110 5.5", "white space in a trailer", "T: \t u v \t\r\n"),
        ("RFC 9110 5.5", "bytes above 0x7F in a trailer", "T: é\r\n"),
        ("RFC 9110 6.5.1", "a length in the trailers frames nothing", "Content-Length: 5\r\n"),
        ("RFC 9110 6.5.1", "a coding in the trailers frames nothing", "Transfer-Encoding: chunked\r\n"),
        ("RFC 9110 6.5.1", "Host in the trailers is no second one", "Host: y\r\n"),
        ("RFC 9110 6.5.1", "Connection in the trailers does not close", "Connection: close\r\n"),
        ("RFC 9110 6.5.1", "an expectation in the trailers is none", "Expect: x\r\n"),
    ]

    static let trailers: [ConformanceCase] =
        trailerLines.map { section, what, lines in
            ConformanceCase(
                "\(section): \(what)", chunked("1\r\na\r\n0\r\n\(lines)\r\n"), holds: ["127.0.0.1\naHTTP/1.1 "])
        }
        + [
            ConformanceCase(
                "RFC 9110 6.5.1: trailers do not become header fields",
                "POST /fields HTTP/1.1\r\nHost: x\r\nTrailer: T\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nT: u\r\n\r\n",
                holds: ["Trailer: T;\n"], lacks: ["T: u", "t: u"])
        ]
}
