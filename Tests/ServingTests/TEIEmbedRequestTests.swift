import HTTPServer
import HTTPTypes
import JSON
import Testing

@testable import Serving

/// Bodies of text-embeddings-inference: what is taken from them, and what is said of bad ones.
@Suite struct TEIEmbedRequestTests {
    private func request(_ json: String) throws -> TEIEmbedRequest {
        try TEIEmbedRequest(
            ServerRequest(
                method: .post, target: "/embed", path: "/embed", headers: [.contentType: "application/json"],
                body: Array(json.utf8)), imageLimit: 3)
    }

    @Test func whatIsAbsentIsTEIsDefault() throws {
        let request = try request(#"{"inputs":"AQID"}"#)
        #expect(request.images == [[1, 2, 3]])
        #expect(request.normalizes)
        #expect(request.options.dimensions == nil)
    }

    @Test func whatIsOfTextAloneMakesNoDifference() throws {
        let request = try request(
            #"{"inputs":["AQID","BA=="],"normalize":false,"truncate":true,"truncation_direction":"Left","#
                + #""prompt_name":null,"dimensions":8}"#)
        #expect(request.images == [[1, 2, 3], [4]])
        #expect(!request.normalizes)
        #expect(request.options.dimensions == 8)
    }

    @Test(arguments: [
        ("{}", "inputs"), (#"{"inputs":[]}"#, "inputs"), (#"{"inputs":[[1,2]]}"#, "inputs"),
        (#"{"inputs":"a cat"}"#, "inputs"), (#"{"inputs":"AQID","normalize":1}"#, "normalize"),
        (#"{"inputs":"AQID","truncate":"yes"}"#, "truncate"),
        (#"{"inputs":"AQID","truncation_direction":"Up"}"#, "truncation_direction"),
        (#"{"inputs":"AQID","prompt_name":"query"}"#, "prompt_name"),
        (#"{"inputs":"AQID","dimensions":0}"#, "dimensions"),
    ])
    func badOnesAreNamed(_ json: String, _ name: String) throws {
        let error = try #require(throws: ServingError.self) { try request(json) }
        #expect(error.kind == .malformed)
        #expect(error.parameter == name)
    }

    @Test(arguments: zip(ServingError.Kind.allCases, ServingError.Kind.allCases.map { ProblemDetails.status($0) }))
    func errorsAreTEIs(_ kind: ServingError.Kind, _ status: HTTPResponse.Status) throws {
        let response = TEIEmbedEndpoint().response(to: ServingError(kind, "x"))
        #expect(response.status == status)
        let body = try #require(try JSONParser.parse(response.body).object)
        #expect(body.keys == ["error", "error_type"])
        #expect(body["error"] == .string("x"))
        let types =
            switch status.code {
            case 500...: ["Overloaded", "Backend"]
            case 499: ["Backend"]
            case 429: ["Overloaded"]
            default: ["Validation"]
            }
        #expect(types.contains(body["error_type"]?.string ?? ""))
    }
}
