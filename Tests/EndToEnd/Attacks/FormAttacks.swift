import Testing

/// multipart/form-data, and content that is not what its type says.
extension AttackTests {
    private static let partHead =
        "--b\r\nContent-Disposition: form-data; name=\"image\"\r\nContent-Type: image/jpeg\r\n\r\n"

    @Test func formsThatDoNotEndAreRefused() throws {
        let server = try AttackedServer.server()
        let part = Self.json(Self.partHead) + server.cat + Self.json("\r\n")
        let long = String(repeating: "b", count: 71)
        let forms: [(what: String, type: String, body: [UInt8], status: Int)] = [
            ("whole", "; boundary=b", part + Self.json("--b--\r\n"), 200),
            ("quoted", "; boundary=\"b\"", part + Self.json("--b--\r\n"), 200),
            ("no boundary", "", part + Self.json("--b--\r\n"), 400),
            ("an empty boundary", "; boundary=\"\"", part + Self.json("--b--\r\n"), 400),
            ("another boundary", "; boundary=c", part + Self.json("--b--\r\n"), 400),
            ("a longer boundary", "; boundary=bb", part + Self.json("--b--\r\n"), 400),
            ("a boundary of 71 characters", "; boundary=\(long)", Self.json("--\(long)--\r\n"), 400),
            ("two boundaries", "; boundary=b; boundary=c", part + Self.json("--b--\r\n"), 415),
            ("no final boundary", "; boundary=b", part, 400),
            ("half a final boundary", "; boundary=b", part + Self.json("--b-"), 400),
            ("a final boundary without its dashes", "; boundary=b", part + Self.json("--b\r\n"), 400),
            ("no part", "; boundary=b", Self.json("--b--\r\n"), 400),
            ("a preamble", "; boundary=b", Self.json("x\r\n") + part + Self.json("--b--\r\n"), 400),
            (
                "bare line feeds", "; boundary=b",
                Self.json("--b\nContent-Disposition: form-data; name=image\n\nx\n--b--\n"), 400
            ),
            ("no name", "; boundary=b", Self.json("--b\r\nContent-Type: image/jpeg\r\n\r\nx\r\n--b--\r\n"), 400),
            (
                "a file's name that climbs", "; boundary=b",
                Self.json(
                    "--b\r\nContent-Disposition: form-data; name=image; filename=\"../../etc/passwd\"\r\n\r\nx\r\n--b--\r\n"
                ), 400
            ),
            ("nothing", "; boundary=b", [], 400),
        ]
        try server.withstands {
            for form in forms {
                let response = try server.post("/v1/classify", "multipart/form-data" + form.type, form.body)
                #expect(response.status == form.status, "\(form.what): \(response.text)")
            }
        }
    }

    @Test(arguments: [
        ("a million parts", "--b\r\n", "Content-Disposition:form-data;name=a\r\n\r\n\r\n--b\r\n", 600_000),
        ("a million boundaries", "", "--b\r\n", 1_000_000),
        ("a million lines in a header", "--b\r\n", "a: b\r\n", 1_000_000),
        ("a header without an end", "--b\r\nContent-Disposition: form-data; name=\"", "a", 10_000_000),
        ("all but boundaries", partHead, "\r\n--\r\n-\r\r\n--", 1_000_000),
        ("carriage returns", partHead, "\r", 10_000_000),
    ])
    func endlessFormsAreRefused(_ what: String, _ start: String, _ piece: String, _ count: Int) throws {
        let server = try AttackedServer.server()
        try server.withstands(growthLimit: 96 << 20) {
            let body = Self.json(start + String(repeating: piece, count: count) + "--b--\r\n")
            let response = try server.post("/v1/classify", "multipart/form-data; boundary=b", body)
            #expect(response.status == 400, "\(response.text)")
        }
    }

    /// The type chooses how content is read; the bytes say which image it is.
    @Test func contentIsReadAsItsTypeSays() throws {
        let server = try AttackedServer.server()
        let cat = server.cat
        let svg = Self.json("<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"file:///etc/passwd\"/></svg>")
        let gif = Self.json("GIF89a\u{1}\0\u{1}\0\0\0\0;")
        let contents: [(type: String, body: [UInt8], status: Int)] = [
            ("image/png", cat, 200), ("image/webp", cat, 200), ("IMAGE/JPEG", cat, 200),
            ("image/jpeg; charset=utf-8", cat, 200), ("application/json", cat, 400),
            ("image/jpeg", Self.json("{\"images\":[]}"), 415), ("image/jpeg", svg, 415), ("image/png", svg, 415),
            ("image/svg+xml", svg, 415), ("image/jpeg", gif, 415), ("image/gif", gif, 415), ("text/html", cat, 415),
            ("image/*", cat, 415), ("*/*", cat, 415), ("", cat, 415), (";", cat, 415), ("image", cat, 415),
            ("image/jpeg, application/json", cat, 415), ("image/jpeg;", cat, 200),
            ("application/octet-stream", cat, 415),
            ("application/x-www-form-urlencoded", Self.json("images=AAAA"), 415),
            ("multipart/mixed; boundary=b", Self.json("--b--\r\n"), 415),
            ("multipart/form-data; boundary=b", Self.json("{\"images\":[]}"), 400),
            ("application/jsonp", Self.json("{}"), 415), ("application/problem+json", Self.json("{}"), 415),
            (String(repeating: "a", count: 8000), cat, 415),
        ]
        try server.withstands {
            for (type, body, status) in contents {
                let response = try server.post("/v1/classify", type, body)
                #expect(response.status == status, "\(type.prefix(40)): \(response.text)")
            }
            let twice = try server.post("/v1/classify", "image/jpeg", cat, [("Content-Type", "application/json")])
            #expect(twice.status == 415)
        }
    }
}
