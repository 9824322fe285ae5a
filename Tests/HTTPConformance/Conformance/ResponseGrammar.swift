/// What holds of every response that the server sends, whatever was asked.
struct ResponseGrammar {
    /// The responses in order; what follows the last one is in `remainder`.
    private(set) var responses: [RawResponse] = []
    private(set) var remainder: [UInt8]
    /// What is wrong, in words.
    private(set) var faults: [String] = []

    /// - Parameter headAnswers: which of the final responses are to HEAD.
    init(_ bytes: [UInt8], headAnswers: Set<Int>) {
        remainder = bytes
        var index = 0
        while let (response, count) = RawResponse.parse(remainder, isHead: headAnswers.contains(index)) {
            if response.status >= 200 { index += 1 }
            checkHead(Array(remainder.prefix(count - response.body.count)), response.status)
            responses.append(response)
            remainder.removeFirst(count)
        }
    }

    /// `head` ends with the empty line.
    private mutating func checkHead(_ head: [UInt8], _ status: Int) {
        let text = String(decoding: head, as: UTF8.self)
        var lines = text.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
        check(lines.suffix(2) == ["", ""], "the head does not end with one empty line: \(text)")
        check(!lines.contains { $0.utf8.contains(13) || $0.utf8.contains(10) }, "a bare CR or LF: \(text)")
        let statusLine = lines.removeFirst()
        // RFC 9112 section 4: the space after the code is there without a phrase as well.
        check(statusLine.wholeMatch(of: #/HTTP/1\.1 [1-9][0-9][0-9] [\t -~]*/#) != nil, "the status line \(statusLine)")
        var names: [String: Int] = [:]
        for line in lines.dropLast(2) {
            let parts = line.split(separator: ":", maxSplits: 1)
            check(line.wholeMatch(of: #/[!#$%&'*+\-.^_`|~0-9A-Za-z]+: .*/#) != nil, "the field line \(line)")
            names[parts.first?.lowercased() ?? "", default: 0] += 1
            if line.hasPrefix("Date: ") {
                // RFC 9110 section 5.6.7: IMF-fixdate.
                let date =
                    #/Date: (Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT/#
                check(line.wholeMatch(of: date) != nil, line)
            }
        }
        // RFC 9110 sections 6.6.1 and 8.6.
        let hasLength = status >= 200 && status != 204 && status != 304
        check(names["date", default: 0] == (status >= 200 ? 1 : 0), "\(names["date", default: 0]) Dates: \(text)")
        check(names["content-length", default: 0] == (hasLength ? 1 : 0), "Content-Length: \(text)")
        check(names["transfer-encoding"] == nil, "Transfer-Encoding: \(text)")
        check(names["connection", default: 0] <= 1, "two Connections: \(text)")
    }

    private mutating func check(_ holds: Bool, _ fault: @autoclosure () -> String) {
        if !holds { faults.append(fault()) }
    }
}
