import HTTPServer
import HTTPTypes
import Testing

@testable import Serving

@Suite struct AccessControlTests {
    private let keys = [
        APIKey(name: "p", digest: KeyDigest(of: "P"), scopes: [.predict]),
        APIKey(name: "a", digest: KeyDigest(of: "A"), scopes: [.admin]),
        APIKey(name: "m", digest: KeyDigest(of: "M"), scopes: [.metrics]),
        APIKey(name: "all", digest: KeyDigest(of: "ALL"), scopes: Set(KeyScope.allCases)),
    ]
    private let local = "127.0.0.1"

    /// The name of the key that lets a request in, or why it is refused.
    private func ask(
        _ access: AccessControl, _ route: RouteAccess, key: String? = nil, origin: String? = nil, at now: UInt64 = 0
    ) -> Result<String?, AccessRefusal> {
        var headers = HTTPFields()
        headers[.authorization] = key.map { "Bearer \($0)" }
        headers[.origin] = origin
        do throws(AccessRefusal) {
            return .success(try access.admit(headers, to: route, at: now).keyName)
        } catch { return .failure(error) }
    }

    private func refusal(_ result: Result<String?, AccessRefusal>) throws -> AccessRefusal {
        guard case .failure(let refusal) = result else { throw Admitted() }
        return refusal
    }

    private struct Admitted: Error {}

    /// No scope implies another.
    @Test(arguments: RouteAccess.allCases) func aKeyOpensTheRoutesOfItsScopes(route: RouteAccess) throws {
        let access = AccessControl(keys: keys, host: local)
        for key in keys {
            let result = ask(access, route, key: key.name.uppercased())
            guard let scope = route.scope else {
                // Nobody is asked for a key, and so none is looked at.
                #expect(try result.get() == nil)
                continue
            }
            if key.scopes.contains(scope) {
                #expect(try result.get() == key.name)
            } else {
                let refusal = try refusal(result)
                #expect(refusal.error.kind == .forbidden && refusal.keyName == key.name)
                #expect(
                    refusal.challenge
                        == "Bearer realm=\"mantissa\", error=\"insufficient_scope\", scope=\"\(scope.rawValue)\"")
            }
        }
    }

    @Test(arguments: [RouteAccess.predict, .admin, .metrics]) func withoutARightKeyNothingIsOpen(route: RouteAccess)
        throws
    {
        let access = AccessControl(keys: keys, host: local)
        let none = try refusal(ask(access, route))
        #expect(none.error.kind == .unauthorized && none.challenge == "Bearer realm=\"mantissa\"")
        for key in ["p", "PP", "", KeyDigest(of: "P").hexadecimal, String(repeating: "x", count: 2000)] {
            let wrong = try refusal(ask(access, route, key: key))
            #expect(wrong.error.kind == .unauthorized && wrong.keyName == nil)
            #expect(wrong.challenge?.hasSuffix("error=\"invalid_token\"") == !key.isEmpty)
            #expect(key.isEmpty || !wrong.error.message.contains(key))
        }
        // A file without a key lets nobody in.
        #expect(try refusal(ask(AccessControl(keys: [], host: local), route, key: "P")).error.kind == .unauthorized)
    }

    @Test func withoutKeysEverybodyIsLetIn() throws {
        for host in [local, "0.0.0.0"] {
            let access = AccessControl(keys: nil, host: host)
            #expect(!access.needsKeys)
            for route in [RouteAccess.open, .predict, .metrics] { #expect(try ask(access, route).get() == nil) }
        }
    }

    @Test(
        arguments: [
            ("127.0.0.1", nil, true), ("127.9.9.9", nil, true), ("::1", nil, true), ("localhost", nil, true),
            ("0.0.0.0", nil, false), ("::", nil, false), ("192.168.1.2", nil, false), ("example.com", nil, false),
            ("127.0.0.1", "http://127.0.0.1:8000", true), ("127.0.0.1", "http://localhost:3000", true),
            ("127.0.0.1", "http://[::1]:8000", true), ("127.0.0.1", "https://localhost", true),
            ("127.0.0.1", "https://evil.example", false), ("127.0.0.1", "null", false),
            ("127.0.0.1", "http://127.0.0.1.evil.example:8000", false), ("127.0.0.1", "http://localhost.evil", false),
            ("0.0.0.0", "http://127.0.0.1:8000", false),
        ] as [(String, String?, Bool)])
    func withoutKeysAdminIsForThisMachine(host: String, origin: String?, isAllowed: Bool) throws {
        let result = ask(AccessControl(keys: nil, host: host), .admin, origin: origin)
        if isAllowed {
            #expect(try result.get() == nil)
        } else {
            let refusal = try refusal(result)
            #expect(refusal.error.kind == .forbidden && refusal.error.message.contains("--api-keys FILE"))
            #expect(refusal.challenge == nil)
        }
    }

    @Test func withKeysAdminIsForItsScopeOnEveryAddress() throws {
        for host in [local, "0.0.0.0"] {
            let access = AccessControl(keys: keys, host: host)
            #expect(try ask(access, .admin, key: "A", origin: "https://app.example").get() == "a")
            #expect(try refusal(ask(access, .admin)).error.kind == .unauthorized)
        }
    }

    @Test func anotherListTakesThePlaceOfTheFirst() throws {
        let access = AccessControl(keys: keys, host: local)
        access.replace(by: [APIKey(name: "new", digest: KeyDigest(of: "NEW"), scopes: [.predict])])
        #expect(try ask(access, .predict, key: "NEW").get() == "new")
        #expect(try refusal(ask(access, .predict, key: "P")).error.kind == .unauthorized)
    }

    @Test func theRateOfAKeyIsItsOwnAndOutlivesTheFile() throws {
        var limited = keys
        limited[0].limits = APIKey.Limits(requestsPerSecond: 0.5, burst: 2)
        let access = AccessControl(keys: limited, host: local)
        #expect(try ask(access, .predict, key: "P").get() == "p")
        #expect(try ask(access, .predict, key: "P").get() == "p")
        access.replace(by: limited)
        let refused = try refusal(ask(access, .predict, key: "P", at: 500_000_000))
        #expect(refused.error.kind == .tooManyRequests && refused.keyName == "p" && refused.challenge == nil)
        // Whole seconds, rounded up.
        #expect(refused.waitNanoseconds == 1_500_000_000)
        #expect(refused.response(by: LivezEndpoint()).headers[.retryAfter] == "2")
        // What is refused for its scope costs nothing, and other keys go on.
        #expect(try refusal(ask(access, .metrics, key: "P")).error.kind == .forbidden)
        #expect(try ask(access, .predict, key: "ALL").get() == "all")
        #expect(try ask(access, .predict, key: "P", at: 2_000_000_000).get() == "p")
        // Other limits hold from then on.
        limited[0].limits = APIKey.Limits()
        access.replace(by: limited)
        #expect(try ask(access, .predict, key: "P", at: 2_000_000_000).get() == "p")
    }

    @Test func aKeyHasSoManyRequestsInTheServer() throws {
        var limited = keys
        limited[0].limits.concurrency = 2
        let access = AccessControl(keys: limited, host: local)
        var headers = HTTPFields()
        headers[.authorization] = "Bearer P"
        let first = try access.admit(headers, to: .predict, at: 0)
        var second: AccessGrant? = try access.admit(headers, to: .predict, at: 0)
        #expect(try refusal(ask(access, .predict, key: "P")).error.kind == .tooManyRequests)
        // They are still there when the file is read again.
        access.replace(by: limited)
        #expect(try refusal(ask(access, .predict, key: "P")).error.kind == .tooManyRequests)
        // It leaves once, with its answer; `ask` lets go of what it is given at once.
        first.end()
        first.end()
        #expect(try ask(access, .predict, key: "P").get() == "p")
        let third = try access.admit(headers, to: .predict, at: 0)
        #expect(try refusal(ask(access, .predict, key: "P")).error.kind == .tooManyRequests)
        // So does one that is never answered.
        withExtendedLifetime(second) {}
        second = nil
        #expect(try ask(access, .predict, key: "P").get() == "p")
        withExtendedLifetime(third) {}
    }
}
