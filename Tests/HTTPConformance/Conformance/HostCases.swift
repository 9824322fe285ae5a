extension ConformanceCase {
    static let hosts: [ConformanceCase] =
        [
            ConformanceCase("RFC 9112 3.2: HTTP/1.0 without Host", "GET /echo HTTP/1.0\r\n\r\n", [200], .closes),
            ConformanceCase(
                "RFC 9112 3.2: an empty Host with the absolute form",
                "GET http://y/target/a HTTP/1.1\r\nHost:\r\n\r\n", holds: ["[a]\n"]),
            ConformanceCase(
                "RFC 9112 3.2: Host as the last field", "GET /echo HTTP/1.1\r\nA: b\r\nHost: x\r\n\r\n"),
            ConformanceCase(
                "RFC 9110 5.1: Host in another case", "GET /echo HTTP/1.1\r\nhOsT: x\r\n\r\n"),
        ]
        + values.map { section, what, value in
            ConformanceCase(
                "\(section): Host, \(what)", "GET /fields HTTP/1.1\r\nHost: \(value)\r\n\r\n",
                holds: ["Host: \(value);\n"])
        }

    private static let values: [(section: String, what: String, value: String)] = [
        ("RFC 9110 7.2", "a name and a port", "www.example.com:8080"), ("RFC 9110 7.2", "an empty value", ""),
        ("RFC 3986 3.2.3", "an empty port", "x:"), ("RFC 3986 3.2.3", "a port with zeros in front", "x:00080"),
        ("RFC 3986 3.2.2", "an empty name before a port", ":80"),
        ("RFC 3986 3.2.2", "an address of IPv4", "127.0.0.1:80"), ("RFC 3986 3.2.2", "an address of IPv6", "[::1]"),
        ("RFC 3986 3.2.2", "an address of IPv6 and a port", "[2001:DB8::1]:80"),
        ("RFC 3986 3.2.2", "the empty address of IPv6", "[::]"),
        ("RFC 3986 3.2.2", "eight groups", "[1:2:3:4:5:6:7:8]"),
        ("RFC 3986 3.2.2", "a gap at the end", "[1:2:3:4:5:6:7::]"),
        ("RFC 3986 3.2.2", "an address of IPv4 within IPv6", "[::ffff:1.2.3.4]:80"),
        ("RFC 3986 3.2.2", "an address of the future", "[vF.a!$&'()*+,;=~:b]:80"),
        ("RFC 3986 3.2.2", "an escape", "a%2Db%c3%a9"), ("RFC 3986 3.2.2", "sub-delimiters", "a!$&'()*+,;=b"),
        ("RFC 3986 3.2.2", "unreserved characters", "A_b-c~d.e"), ("RFC 3986 3.2.2", "a dot at the end", "x."),
    ]
}
