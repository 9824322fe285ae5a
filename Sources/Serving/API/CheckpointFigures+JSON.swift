package import Checkpoint
package import JSON

extension Provenance {
    /// One object, as the server and `mantissa inspect --json` give it.
    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("source", source)
        writer.member("source_file", sourceFileName)
        writer.member("quantizer", quantizer)
        for (key, values) in [("settings", settings), ("notes", notes)] {
            writer.key(key)
            writer.beginObject()
            for (name, value) in values.sorted(by: { $0.key < $1.key }) { writer.member(name, value) }
            writer.endObject()
        }
        writer.endObject()
    }
}

extension QualityFigures {
    /// One object, without the layers' figures.
    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("samples", samples)
        writer.member("top1_agreement", top1Agreement)
        writer.key("logits_sqnr")
        writer.value(logitsSQNR)
        writer.key("largest_error")
        writer.value(largestError)
        writer.endObject()
    }
}
