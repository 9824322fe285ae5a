import HTTPServer
import HTTPTypes
import Testing

@testable import Serving

@Suite struct RequestIDTests {
    private func id(_ values: String...) throws -> String {
        let name = try #require(HTTPField.Name("x-request-id"))
        var headers = HTTPFields()
        for value in values { headers.append(HTTPField(name: name, value: value)) }
        return RequestID(headers).description
    }

    @Test func aSaneOneIsTaken() throws {
        for given in ["a", "0af7651916cd43dd8448eb211c80319c", "!~\"=;,", String(repeating: "x", count: 128)] {
            #expect(try id(given) == given)
        }
    }

    /// Empty, too long, with white space, beyond ASCII, twice.
    @Test func othersAreReplaced() throws {
        for given in [[""], [String(repeating: "x", count: 129)], ["a b"], ["a\tb"], ["é"], ["a", "b"], []] {
            let name = try #require(HTTPField.Name("x-request-id"))
            var headers = HTTPFields()
            for value in given { headers.append(HTTPField(name: name, value: value)) }
            let new = RequestID(headers).description
            #expect(new.wholeMatch(of: #/[0-9a-f]{32}/#) != nil, "\(given)")
            #expect(new != RequestID(headers).description)
        }
    }

    @Test func theAnswerCarriesIt() throws {
        let name = try #require(HTTPField.Name("x-request-id"))
        var response = ServerResponse(status: .ok, headers: [name: "other"])
        RequestID([name: "mine"]).mark(&response)
        #expect(response.headers[values: name] == ["mine"])
    }
}
