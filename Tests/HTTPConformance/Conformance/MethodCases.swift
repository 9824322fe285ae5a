extension ConformanceCase {
    static let expectations: [ConformanceCase] = [
        ConformanceCase(
            "RFC 9110 10.1.1: an expectation in another case",
            post("Expect: 100-Continue\r\nContent-Length: 3\r\n", "abc"),
            holds: ["\nabcHTTP/"]),
        ConformanceCase(
            "RFC 9110 10.1.1: an expectation twice",
            post("Expect: 100-continue\r\nExpect: 100-continue\r\nContent-Length: 3\r\n", "abc"), holds: ["\nabcHTTP/"]),
        ConformanceCase(
            "RFC 9110 10.1.1: an expectation without content is passed over", post("Expect: 100-continue\r\n"),
            lacks: [" 100 "]),
        ConformanceCase(
            "RFC 9110 10.1.1: an expectation with a length of 0",
            post("Expect: 100-continue\r\nContent-Length: 0\r\n"), lacks: [" 100 "]),
        ConformanceCase(
            "RFC 9110 10.1.1: an expectation of HTTP/1.0 is passed over",
            "POST /echo HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc", [200], .closes,
            holds: ["\nabc"], lacks: [" 100 "]),
        ConformanceCase(
            "RFC 9110 10.1.1: content over the limit is not asked for",
            post("Expect: 100-continue\r\nContent-Length: 1048577\r\n"), [413], .closes, lacks: [" 100 "]),
        ConformanceCase(
            "RFC 9110 10.1.1: an expectation with chunks",
            post("Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n", "1\r\na\r\n0\r\n\r\n"), holds: ["\naHTTP/"]),
    ]

    private static func head(_ target: String, _ lines: String = "") -> String {
        "HEAD \(target) HTTP/1.1\r\nHost: x\r\n\(lines)\r\n"
    }

    static let methods: [ConformanceCase] = [
        ConformanceCase(
            "RFC 9110 9.3.2: HEAD has the length of GET and no content", head("/big?n=1000"), headAnswers: [0],
            holds: ["Content-Length: 1000\r\n"], lacks: ["bbb"]),
        ConformanceCase(
            "RFC 9110 9.3.2: HEAD between GETs", get("/echo?1") + head("/echo?2") + get("/echo?3"), [200, 200, 200],
            headAnswers: [1], holds: ["GET /echo?1 ", "GET /echo?3 "], lacks: ["HEAD /echo"]),
        ConformanceCase(
            "RFC 9110 9.3.2: HEAD with content", head("/echo", "Content-Length: 3\r\n") + "abc", headAnswers: [0],
            lacks: ["abc"]),
        ConformanceCase(
            "RFC 9110 9.3.2: a chunked HEAD", head("/echo", "Transfer-Encoding: chunked\r\n") + "3\r\nabc\r\n0\r\n\r\n",
            headAnswers: [0], lacks: ["abc"]),
        ConformanceCase("RFC 9110 9.3.2: HEAD of what is empty", head("/empty"), [204], headAnswers: [0]),
        ConformanceCase(
            "RFC 9110 9.3.2: HEAD of a fault", head("/drop"), [500], headAnswers: [0], lacks: ["abandoned"]),
        ConformanceCase(
            "RFC 9110 9.3.2: HEAD of HTTP/1.0", "HEAD /echo HTTP/1.0\r\n\r\n", [200], .closes, headAnswers: [0],
            holds: ["Content-Length: "], lacks: ["HEAD"]),
        ConformanceCase(
            "RFC 9110 9.3.2: HEAD with a body over the limit", head("/echo", "Content-Length: 1048577\r\n"), [413],
            .closes, headAnswers: [0], lacks: ["bodyTooLarge"]),
        ConformanceCase(
            "RFC 9110 9.3.2: HEAD without Host", "HEAD /echo HTTP/1.1\r\n\r\n", [400], .closes, headAnswers: [0],
            holds: ["Content-Length: 9\r\n"], lacks: ["malformed"]),
        ConformanceCase(
            "RFC 9110 9.3.2: a malformed HEAD behind an empty line and a GET",
            get("/1") + "\r\nHEAD  /echo HTTP/1.1\r\n\r\n",
            [200, 400], .closes, headAnswers: [1], lacks: ["malformed"]),
        ConformanceCase(
            "RFC 9110 9.3.2: HEAD with a line over the limit", "HEAD /\(String(repeating: "a", count: 9000))", [414],
            .closes, headAnswers: [0], lacks: ["targetTooLong"]),
        ConformanceCase(
            "RFC 9110 9.3.2: HEAD that is cut off", "HEAD /echo HTTP/1.1\r\nHo", [400], .cutOff, headAnswers: [0],
            lacks: ["malformed"]),
        ConformanceCase(
            "RFC 9110 9.3.2: a refusal of HEADS is none of HEAD", "HEADS /echo HTTP/1.1\r\n\r\n", [400], .closes,
            holds: ["\r\n\r\nmalformed"]),
        ConformanceCase(
            "RFC 9110 9.3.2: HEAD in lower case is another method", "head /echo HTTP/1.1\r\nHost: x\r\n\r\n",
            holds: ["\r\n\r\nhead /echo "]),
        ConformanceCase(
            "RFC 9110 9.3.7: OPTIONS of a path", "OPTIONS /echo?a HTTP/1.1\r\nHost: x\r\nMax-Forwards: 0\r\n\r\n",
            holds: ["OPTIONS /echo?a "]),
        ConformanceCase(
            "RFC 9110 9.3.7: OPTIONS of a URL without a path", "OPTIONS http://x HTTP/1.1\r\nHost: x\r\n\r\n",
            holds: ["OPTIONS http://x "]),
        ConformanceCase(
            "RFC 9110 9.3.6: what follows CONNECT is no tunnel",
            "CONNECT x:80 HTTP/1.1\r\nHost: x:80\r\n\r\n" + get("/smuggled"), [501], .closes, lacks: [" 200 "]),
    ]
}
