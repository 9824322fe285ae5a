import HTTPTypes
import Testing

@testable import Serving

@Suite struct CredentialsTests {
    @Test(
        arguments: [
            ([], .none),
            ([("Authorization", "Bearer k")], .key("k")),
            ([("Authorization", "bearer k")], .key("k")),
            ([("authorization", "BEARER   k\t")], .key("k")),
            ([("X-API-Key", " k ")], .key("k")),
            ([("x-api-key", "k")], .key("k")),
            ([("Authorization", "Bearer")], .none),
            ([("Authorization", "Bearer ")], .none),
            ([("Authorization", "Bearerk")], .none),
            ([("Authorization", "k")], .none),
            ([("X-API-Key", "")], .none),
            // A proxy's, which is none of ours.
            ([("Authorization", "Basic azpr")], .none),
            ([("Authorization", "Basic azpr"), ("X-API-Key", "k")], .key("k")),
            ([("Authorization", "Bearer k"), ("X-API-Key", "k")], .key("k")),
            ([("Authorization", "Bearer k"), ("X-API-Key", "l")], .several),
            ([("Authorization", "Bearer k"), ("Authorization", "Bearer l")], .several),
            ([("X-API-Key", "k"), ("X-API-Key", "l")], .several),
        ] as [([(String, String)], Credentials)])
    func keyOfARequest(fields: [(String, String)], credentials: Credentials) throws {
        var headers = HTTPFields()
        for (name, value) in fields {
            headers.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
        }
        #expect(Credentials(headers) == credentials)
    }
}
