extension BadRequest {
    private static let hostsByUse: [(what: String, value: String)] = [
        ("a path", "x/y"), ("a query", "x?y"), ("a scheme", "http://x"), ("a user", "u@x"), ("a list", "x, y"),
        ("a space", "x y"), ("a tab", "x\ty"), ("a backslash", "x\\y"), ("a byte above 0x7F", "é"),
        ("a quotation", "\"x\""), ("angle brackets", "<x>"),
    ]

    private static let hostsByForm: [(what: String, value: String)] = [
        ("a port by name", "x:http"), ("a port with a sign", "x:+80"), ("two ports", "x:80:80"),
        ("an address of IPv6 without brackets", "::1"), ("an open bracket", "[::1"), ("empty brackets", "[]"),
        ("a bracket in the name", "x]"), ("text after the bracket", "[::1]x"), ("a name in brackets", "[x]"),
        ("an address of IPv4 in brackets", "[127.0.0.1]"), ("nine groups", "[1:2:3:4:5:6:7:8:9]"),
        ("seven groups", "[1:2:3:4:5:6:7]"), ("two gaps", "[1::2::3]"), ("three colons", "[:::]"),
        ("five digits in a group", "[::12345]"), ("a zone", "[fe80::1%25eth0]"),
        ("an address of IPv4 within IPv6 that is too large", "[::ffff:1.2.3.256]"),
        ("a future address without a version", "[v.x]"), ("a future address without an address", "[v1.]"),
        ("an escape without digits", "x%zz"), ("an escape with one digit", "x%4"), ("a percent sign alone", "%"),
    ]

    static let hosts: [BadRequest] =
        [
            BadRequest("RFC 9112 3.2: no Host", "GET / HTTP/1.1\r\n\r\n"),
            BadRequest("RFC 9112 3.2: no Host with the absolute form", "GET http://x/ HTTP/1.1\r\n\r\n"),
            BadRequest("RFC 9112 3.2: no Host with CONNECT", "CONNECT x:443 HTTP/1.1\r\n\r\n"),
            BadRequest(
                "RFC 9112 3.2: no Host with an unknown coding", "POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n"),
            BadRequest(
                "RFC 9112 3.2: no Host with an expectation that cannot be met", "GET / HTTP/1.1\r\nExpect: x\r\n\r\n"),
            BadRequest("RFC 9112 3.2: two Hosts", get("Host: y\r\n")),
            BadRequest("RFC 9112 3.2: two Hosts that are equal", get("Host: x\r\n")),
            BadRequest("RFC 9112 3.2: two Hosts in two cases", get("hOST: x\r\n")),
            BadRequest("RFC 9112 3.2: two Hosts, one of them empty", get("Host:\r\n")),
            BadRequest("RFC 9112 3.2: two Hosts of HTTP/1.0", "GET / HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n"),
        ]
        + hostsByUse.map {
            BadRequest("RFC 9110 7.2: Host with \($0.what)", "GET / HTTP/1.1\r\nHost: \($0.value)\r\n\r\n")
        }
        + hostsByForm.map {
            BadRequest("RFC 3986 3.2: Host with \($0.what)", "GET / HTTP/1.1\r\nHost: \($0.value)\r\n\r\n")
        }
}
