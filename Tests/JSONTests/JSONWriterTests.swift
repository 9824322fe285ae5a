import JSON
import Testing

struct JSONWriterTests {
    private func text(_ write: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        write(&writer)
        return String(decoding: writer.finish(), as: UTF8.self)
    }

    @Test func putsCommasAndColons() {
        let written = text { writer in
            writer.beginObject()
            writer.member("a", 1)
            writer.key("b")
            writer.beginArray()
            writer.value(true)
            writer.beginObject()
            writer.endObject()
            writer.beginArray()
            writer.endArray()
            writer.null()
            writer.endArray()
            writer.member("c", "d")
            writer.member("none", nil)
            writer.key("e")
            writer.raw(Array("{}".utf8))
            writer.endObject()
        }
        #expect(written == "{\"a\":1,\"b\":[true,{},[],null],\"c\":\"d\",\"none\":null,\"e\":{}}")
    }

    @Test func escapesWhatMustBe() {
        let written = text { $0.value("a\"\\/b\n\r\t\u{8}\u{0}\u{1F}\u{7F}é😀") }
        #expect(written == "\"a\\\"\\\\/b\\n\\r\\t\\u0008\\u0000\\u001f\u{7F}é😀\"")
    }

    @Test func writesShortestDigits() {
        let floats: [Float] = [0.1, 1, -0.0, 1e20, 1e-7, .nan, .infinity]
        #expect(text { $0.array(floats) } == "[0.1,1.0,-0.0,1e+20,1e-07,null,null]")
        #expect(text { $0.value(0.1) } == "0.1")
        #expect(text { $0.value(Double.nan) } == "null")
        #expect(text { $0.value(Int.min) } == "-9223372036854775808")
    }
}
