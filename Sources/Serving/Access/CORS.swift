package import Configuration
import HTTPServer
import HTTPTypes
import JSON

/// Which pages of other sites may read answers (the Fetch standard's CORS protocol). Cookies play no part: a page needs the
/// API key, as everybody does.
package struct CORS: Sendable, Hashable {
    /// Nil for all.
    private let origins: Set<String>?

    /// Nil if no origin is listed: then no answer says anything of CORS.
    ///
    /// - Parameter origins: as browsers send them, `https://app.example` or `http://localhost:3000`, or `*` alone.
    /// - Throws: `ConfigurationError` for what no browser sends.
    package init?(_ origins: [String]) throws(ConfigurationError) {
        guard !origins.isEmpty else { return nil }
        if origins == ["*"] {
            self.origins = nil
            return
        }
        for origin in origins {
            if let fault = Self.fault(origin) {
                throw ConfigurationError(
                    .badValue, key: "cors_origins", place: "cors_origins",
                    "\(ConfigurationError.shown(.string(origin))) \(fault)")
            }
        }
        self.origins = Set(origins)
    }

    /// What is wrong with an origin; nil if nothing is.
    private static func fault(_ origin: String) -> String? {
        if origin == "*" { return "stands for all origins and must be the only one" }
        let example = "expected an origin as browsers send it, such as https://app.example or http://localhost:3000"
        guard let separator = origin.firstRange(of: "://") else { return "is no origin; \(example)" }
        let (scheme, authority) = (origin[..<separator.lowerBound], origin[separator.upperBound...])
        let isWord = { (byte: UInt8) in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        guard !scheme.isEmpty, scheme.utf8.allSatisfy({ isWord($0) || "+-.".utf8.contains($0) }), !authority.isEmpty,
            authority.utf8.allSatisfy({ isWord($0) || "-._:[]".utf8.contains($0) })
        else { return "is no origin, which has small letters and neither path nor slash at its end; \(example)" }
        let defaultPort = ["http": ":80", "https": ":443"][String(scheme)]
        if let defaultPort, authority.hasSuffix(defaultPort) { return "has a port that browsers leave out; \(example)" }
        return nil
    }

    private func allows(_ origin: String?) -> Bool {
        guard let origins else { return true }
        return origin.map { origins.contains($0) } ?? false
    }

    /// Whether a browser asks if its page may ask.
    static func isPreflight(_ method: HTTPRequest.Method, _ headers: HTTPFields) -> Bool {
        method == .options && headers[.origin] != nil && headers[.accessControlRequestMethod] != nil
    }

    /// Says on an answer whether the page that asked may read it.
    ///
    /// - Parameters:
    ///   - origin: the request's.
    ///   - preflight: the methods of the path, if the browser only asks for them.
    func mark(_ response: inout ServerResponse, origin: String?, preflight methods: [HTTPRequest.Method]? = nil) {
        // Caches must not give one origin's answer to another.
        if origins != nil { response.headers.append(HTTPField(name: .vary, value: "Origin")) }
        guard allows(origin) else { return }
        response.headers[.accessControlAllowOrigin] = origins == nil ? "*" : origin
        if let methods {
            response.headers[.accessControlAllowMethods] = methods.map(\.rawValue).joined(separator: ", ")
            response.headers[.accessControlAllowHeaders] = Self.requestFields
            response.headers[.accessControlMaxAge] = Self.maximumAge
        } else {
            response.headers[.accessControlExposeHeaders] = Self.answerFields
        }
    }

    /// What a page may send beyond what any form can.
    private static let requestFields = [
        "Authorization", "Content-Type", "Inference-Header-Content-Length", "Priority", "Request-Timeout", "X-API-Key",
        "X-Request-Id", "traceparent", "tracestate",
    ].joined(separator: ", ")

    /// What a page may read beyond what it always can.
    private static let answerFields = [
        "Cache-Status", "Inference-Header-Content-Length", "Retry-After", "Server-Timing", "WWW-Authenticate",
        "X-Request-Id",
    ].joined(separator: ", ")

    /// Seconds; no browser keeps it longer than two hours but one.
    private static let maximumAge = "7200"
}
