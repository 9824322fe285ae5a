import Testing

@testable import Quantization

@Suite struct QuantizationReportTests {
    @Test func printsALinePerLayerAndTheTotals() throws {
        let (_, report) = try Quantizer.quantize(
            graph: SmallModel.graph(), calibration: CalibrationSource(SmallModel.samples(2)),
            options: QuantizerOptions()
        ) { _, _ in }
        var measured = report
        measured.quality = QuantizationReport.Quality(
            samples: 100, top1Agreement: 99, scoresSQNR: 61.25, largestError: 0.0123456)
        let lines = measured.text.split(separator: "\n").map(String.init)
        #expect(lines.count == 1 + 4 + 2)
        for (line, node) in zip(lines.dropFirst(), ["stem", "depthwise", "project", "classifier"]) {
            #expect(line.hasPrefix(node))
        }
        #expect(lines[1].contains("16x3x3x3"))
        #expect(
            lines[6] == "against float32: top-1 the same on 99 of 100, scores SQNR 61.3 dB, largest error 0.01235"
                || lines[6]
                    == "against float32: top-1 the same on 99 of 100, scores SQNR 61.2 dB, largest error 0.01235"
        )
        // Numbers stand under one another.
        #expect(Set(lines[0..<5].map(\.count)).count == 1)
    }
}
