import HTTPServer
import HTTPTypes
import JSON
import Testing

@testable import Serving

/// Bodies of OpenAI's interface: what is taken from them, and what is said of bad ones.
@Suite struct EmbeddingsRequestTests {
    private func request(
        _ json: String, type: String? = "application/json", timeout: String? = nil
    ) throws -> EmbeddingsRequest {
        var headers = HTTPFields()
        headers[.contentType] = type
        headers[.requestTimeout] = timeout
        return try EmbeddingsRequest(
            ServerRequest(
                method: .post, target: "/v1/embeddings", path: "/v1/embeddings", headers: headers,
                body: Array(json.utf8)), imageLimit: 3)
    }

    @Test func oneTextIsOneImage() throws {
        let request = try request(#"{"model":"m","input":"AQID"}"#)
        #expect(request.images == [[1, 2, 3]])
        #expect(request.name == "m")
        #expect(request.version == nil)
        #expect(request.options.encoding == .float)
        #expect(request.options.dimensions == nil)
    }

    @Test func aListHoldsBase64AndDataURLs() throws {
        let request = try request(
            #"{"model":"m","input":["AQID","data:image/png;base64,BA=="],"encoding_format":"base64","dimensions":8}"#)
        #expect(request.images == [[1, 2, 3], [4]])
        #expect(request.options.encoding == .base64)
        #expect(request.options.dimensions == 8)
    }

    @Test func theModelMayHaveAVersion() throws {
        let request = try request(#"{"model":"m/12","input":"AQID"}"#)
        #expect(request.model == "m/12")
        #expect(request.name == "m")
        #expect(request.version == "12")
    }

    @Test func whatOthersMaySendIsPassedOver() throws {
        let json = #"{"model":"m","input":"AQID","user":7,"modality":"image","dimensions":null,"other":[1]}"#
        let request = try request(json)
        #expect(request.options.given.isEmpty)
    }

    @Test func theSmallerTimeCounts() throws {
        let json = #"{"model":"m","input":"AQID","timeout_seconds":3}"#
        #expect(try request(json, timeout: "2").options.timeoutSeconds == 2)
        #expect(try request(json).options.timeoutSeconds == 3)
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        var json: String
        var parameter: String?
        var kind = ServingError.Kind.malformed
        var mentions = ""
        var testDescription: String { json }
    }

    @Test(arguments: [
        Refusal(json: "", parameter: nil), Refusal(json: "[]", parameter: nil, mentions: "an array"),
        Refusal(json: #"{"input":"AQID"}"#, parameter: "model", mentions: "/v1/models"),
        Refusal(json: #"{"model":null,"input":"AQID"}"#, parameter: "model"),
        Refusal(json: #"{"model":1,"input":"AQID"}"#, parameter: "model", mentions: "a number"),
        Refusal(json: #"{"model":"m"}"#, parameter: "input"),
        Refusal(json: #"{"model":"m","input":null}"#, parameter: "input"),
        Refusal(json: #"{"model":"m","input":[]}"#, parameter: "input", mentions: "empty"),
        Refusal(json: #"{"model":"m","input":""}"#, parameter: "input", mentions: "image 0 is empty"),
        Refusal(json: #"{"model":"m","input":{}}"#, parameter: "input", mentions: "an object"),
        Refusal(json: #"{"model":"m","input":7}"#, parameter: "input", mentions: "a number"),
        Refusal(json: #"{"model":"m","input":[1,2,3,4,5]}"#, parameter: "input", mentions: "tokens"),
        Refusal(json: #"{"model":"m","input":[[1,2],[3]]}"#, parameter: "input", mentions: "tokens"),
        Refusal(json: #"{"model":"m","input":[9007199254740993]}"#, parameter: "input", mentions: "tokens"),
        Refusal(json: #"{"model":"m","input":["AQID",true]}"#, parameter: "input", mentions: "image 1"),
        Refusal(json: #"{"model":"m","input":["AQID","a cat"]}"#, parameter: "input", mentions: "image 1: not valid"),
        Refusal(json: #"{"model":"m","input":"data:image/png,AQID"}"#, parameter: "input", mentions: "data URL"),
        Refusal(json: #"{"model":"m","input":"https://a.b/c.png"}"#, parameter: "input", mentions: "not fetched"),
        Refusal(
            json: #"{"model":"m","input":["AA==","AA==","AA==","AA=="]}"#, parameter: "input", kind: .tooLarge,
            mentions: "at most 3"),
        Refusal(
            json: #"{"model":"m","input":"AQID","encoding_format":"int8"}"#, parameter: "encoding_format",
            mentions: "/v1/embed"),
        Refusal(json: #"{"model":"m","input":"AQID","encoding_format":"hex"}"#, parameter: "encoding_format"),
        Refusal(json: #"{"model":"m","input":"AQID","dimensions":0}"#, parameter: "dimensions"),
        Refusal(json: #"{"model":"m","input":"AQID","dimensions":"8"}"#, parameter: "dimensions"),
        Refusal(json: #"{"model":"m","input":"AQID","timeout_seconds":0}"#, parameter: "timeout_seconds"),
        Refusal(json: #"{"model":"m","input":"AQID","modality":"text"}"#, parameter: "modality"),
    ])
    func badOnesAreNamed(_ refusal: Refusal) throws {
        let error = try #require(throws: ServingError.self) { try request(refusal.json) }
        #expect(error.kind == refusal.kind)
        #expect(error.parameter == refusal.parameter)
        #expect(error.message.contains(refusal.mentions) || refusal.mentions.isEmpty, "\(error.message)")
    }

    @Test(arguments: [nil, "text/plain", "image/jpeg", "nonsense"])
    func onlyJSONIsTaken(_ type: String?) throws {
        let json = #"{"model":"m","input":"AQID"}"#
        let error = try #require(throws: ServingError.self) { try request(json, type: type) }
        #expect(error.kind == .unsupportedMediaType)
        #expect(try request(json, type: "application/json; charset=utf-8").name == "m")
    }

    @Test func theAnswerIsOpenAIs() throws {
        let floats = EmbeddingsEndpoint.body([[0.5, -0.25], [1, 0]], .float, model: "m")
        #expect(
            String(decoding: floats, as: UTF8.self)
                == #"{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5,-0.25]},"#
                + #"{"object":"embedding","index":1,"embedding":[1.0,0.0]}],"model":"m","#
                + #""usage":{"prompt_tokens":2,"total_tokens":2}}"#)
        let base64 = EmbeddingsEndpoint.body([[0.5, -0.25]], .base64, model: "m")
        // 0.5 is 3F000000, -0.25 is BE800000; the lowest byte comes first.
        let bytes: [UInt8] = [0, 0, 0, 0x3F, 0, 0, 0x80, 0xBE]
        let text = String(decoding: Base64.encode(bytes), as: UTF8.self)
        #expect(String(decoding: base64, as: UTF8.self).contains(#""embedding":"\#(text)""#))
    }

    @Test(
        arguments: [
            (ServingError(.malformed, "x", parameter: "input"), 400, "invalid_request_error", "input", nil),
            (ServingError(.notFound, "x"), 404, "invalid_request_error", "model", "model_not_found"),
            (ServingError(.unauthorized, "x"), 401, "authentication_error", nil, nil),
            (ServingError(.tooLarge, "x", parameter: "input"), 413, "invalid_request_error", "input", nil),
            (ServingError(.unavailable, "x"), 503, "server_error", nil, nil),
            (ServingError(.deadlineExceeded, "x"), 504, "server_error", nil, nil),
            (ServingError(.internal, "x"), 500, "server_error", nil, nil),
        ] as [(ServingError, Int, String, String?, String?)])
    func errorsAreOpenAIs(_ error: ServingError, _ status: Int, _ type: String, _ param: String?, _ code: String?)
        throws
    {
        let response = EmbeddingsEndpoint().response(to: error)
        #expect(response.status.code == status)
        #expect(response.headers[.contentType] == "application/json")
        #expect((response.headers[.retryAfter] != nil) == (status == 503))
        let body = try #require(try JSONParser.parse(response.body)["error"]?.object)
        #expect(body.keys == ["message", "type", "param", "code"])
        #expect(body["message"] == .string("x"))
        #expect(body["type"] == .string(type))
        #expect(body["param"] == param.map(JSONValue.string) ?? .null)
        #expect(body["code"] == code.map(JSONValue.string) ?? .null)
    }
}
