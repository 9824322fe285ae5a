extension ConformanceCase {
    static let targets: [ConformanceCase] =
        [
            ConformanceCase(
                "RFC 9112 3.2.4: the asterisk of OPTIONS", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
                holds: ["OPTIONS * "]),
            ConformanceCase(
                "RFC 9112 3.2.2: an absolute form whose host is not that of Host",
                "GET http://y/target/a HTTP/1.1\r\nHost: x\r\n\r\n", holds: ["\r\n\r\n[a]\n"]),
        ]
        + decodedTargets.map { section, what, target, decoded in
            ConformanceCase("\(section): \(what)", get(target), holds: ["\r\n\r\n" + decoded + "HTTP/1.1 "])
        }

    /// Targets with their path segments after `target`, and their query, as the handler gets them.
    private static let decodedTargets: [(section: String, what: String, target: String, decoded: String)] = [
        ("RFC 9112 3.2.1", "the origin form", "/target/a/b", "[a]\n[b]\n"),
        ("RFC 9112 3.2.1", "an empty query", "/target/a?", "[a]\n"),
        ("RFC 9112 3.2.1", "a target that begins with two slashes", "/target//x/a", "[]\n[x]\n[a]\n"),
        ("RFC 9112 3.2.2", "the absolute form", "http://x/target/a?b=c", "[a]\nb=c\n"),
        ("RFC 9112 3.2.2", "the absolute form of https", "https://x:8443/target/a", "[a]\n"),
        ("RFC 3986 3.1", "a scheme in upper case", "HTTP://x/target/a", "[a]\n"),
        ("RFC 3986 3.2.2", "an address of IPv6 in a URL", "http://[2001:db8::1]:80/target/a", "[a]\n"),
        ("RFC 3986 3.2.2", "an address of the future in a URL", "http://[v1f.a:b]/target/a", "[a]\n"),
        ("RFC 3986 3.2.2", "an escape in a host", "http://a%2Db/target/a", "[a]\n"),
        ("RFC 3986 3.2.3", "an empty port", "http://x:/target/a", "[a]\n"),
        ("RFC 3986 2.1", "escapes in both cases", "/target/%4a%4A%c3%A9", "[JJé]\n"),
        ("RFC 3986 2.1", "escapes of three and four bytes", "/target/%E2%82%AC%F0%9F%98%80", "[€😀]\n"),
        ("RFC 3986 2.1", "the last code point", "/target/%F4%8F%BF%BF", "[\u{10FFFF}]\n"),
        ("RFC 3986 2.1", "an escaped percent sign", "/target/100%25", "[100%]\n"),
        ("RFC 3986 2.4", "what was decoded is not decoded again", "/target/%252e%252E/%2500", "[%2e%2E]\n[%00]\n"),
        ("RFC 3986 2.2", "an escaped slash divides nothing", "/target/a%2Fb/c", "[a/b]\n[c]\n"),
        ("RFC 3986 2.2", "an escaped question mark begins no query", "/target/a%3Fb=c", "[a?b=c]\n"),
        ("RFC 3986 2.2", "an escaped number sign", "/target/a%23b", "[a#b]\n"),
        ("RFC 3986 2.3", "unreserved characters", "/target/-._~", "[-._~]\n"),
        ("RFC 3986 3.3", "sub-delimiters, colon and at sign", "/target/!$&'()*+,;=:@", "[!$&'()*+,;=:@]\n"),
        ("RFC 3986 3.3", "a slash at the end", "/target/a/", "[a]\n[]\n"),
        ("RFC 3986 3.3", "a plus sign in a path is one", "/target/a+b", "[a+b]\n"),
        (
            "RFC 3986 5.2.4", "dot segments are not the server's to remove", "/target/a/../b/./c",
            "[a]\n[..]\n[b]\n[.]\n[c]\n"
        ),
        ("CVE-2021-41773", "escaped dot segments climb nowhere", "/target/.%2e/%2e%2e/etc", "[..]\n[..]\n[etc]\n"),
        ("RFC 3986 3.4", "slashes and question marks in a query", "/target?a=/b?c", "a=/b?c\n"),
        ("RFC 3986 3.4", "escapes in a query", "/target?%61=%26%3D%25", "a=&=%\n"),
        ("RFC 3986 3.4", "a query without values", "/target?a&b=", "a=\nb=\n"),
        ("RFC 3986 3.4", "a name twice stays twice", "/target?a=1&b=2&a=3", "a=1\nb=2\na=3\n"),
        ("RFC 3986 3.4", "empty parts of a query are none", "/target?&&a=b&", "a=b\n"),
        ("RFC 3986 3.4", "an equals sign in a value", "/target?a=b=c", "a=b=c\n"),
        ("RFC 1866 8.2.1", "plus signs of a query are spaces", "/target?a+b=c+d%2Be", "a b=c d+e\n"),
    ]
}
