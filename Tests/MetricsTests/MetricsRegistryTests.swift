import Foundation
import Metrics
import Testing

struct MetricsRegistryTests {
    private let registry = MetricsRegistry()
    private var text: String { String(decoding: registry.prometheusText(), as: UTF8.self) }

    @Test func textIsSortedByNameAndLabels() {
        registry.gauge("b", help: "second").set(1.5)
        registry.counter("a_total", help: "first", labels: [("route", "z")]).add(2)
        registry.counter("a_total", help: "first", labels: [("route", "c")]).add()
        #expect(
            text == """
                # HELP a_total first
                # TYPE a_total counter
                a_total{route="c"} 1
                a_total{route="z"} 2
                # HELP b second
                # TYPE b gauge
                b 1.5

                """)
    }

    @Test func labelsAndHelpAreEscaped() {
        registry.counter("a", help: "a \\ and\na line", labels: [("l", "\"\\\n")]).add()
        #expect(
            text == #"""
                # HELP a a \\ and\na line
                # TYPE a counter
                a{l="\"\\\n"} 1

                """#)
    }

    @Test func bucketsAreCumulativeWithInclusiveBounds() {
        let histogram = registry.histogram("h", help: "h", buckets: [1, 2.5], labels: [("k", "v")])
        for value in [0.5, 1, 2, 2.5, 3] { histogram.observe(value) }
        #expect(
            text == """
                # HELP h h
                # TYPE h histogram
                h_bucket{k="v",le="1"} 2
                h_bucket{k="v",le="2.5"} 4
                h_bucket{k="v",le="+Inf"} 5
                h_sum{k="v"} 9
                h_count{k="v"} 5

                """)
    }

    @Test func theSameNameIsTheSameMetric() {
        #expect(registry.counter("a", help: "") === registry.counter("a", help: ""))
        #expect(registry.counter("a", help: "") !== registry.counter("a", help: "", labels: [("x", "1")]))
    }

    @Test func specialNumbersAreSpelledAsPrometheusDoes() {
        let gauge = registry.gauge("g", help: "g")
        for (value, spelled) in [(Double.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"), (-3, "-3")] {
            gauge.set(value)
            #expect(text.contains("\ng \(spelled)\n"))
        }
    }

    @Test func countsOfManyThreadsAddUp() {
        let registry = registry
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            let counter = registry.counter("c", help: "")
            let gauge = registry.gauge("g", help: "")
            let histogram = registry.histogram("h", help: "", buckets: [1])
            for _ in 0..<1000 {
                counter.add()
                gauge.add(1)
                histogram.observe(1)
            }
        }
        #expect(text.contains("\nc 8000\n") && text.contains("\ng 8000\n"))
        #expect(text.contains("h_bucket{le=\"1\"} 8000\n") && text.contains("h_sum 8000\n"))
    }

    @Test func unboundedLabelsEndInOneSeries() {
        for index in 0..<1500 { registry.counter("c", help: "", labels: [("id", String(index))]).add() }
        #expect(text.contains("c{id=\"other\"} 500\n"))
    }

    @Test func gaugesAreReplacedByLabel() {
        func replace(_ matching: [(String, String)], _ series: [(labels: [(String, String)], value: Double)]) {
            registry.replaceGauges("g", help: "g", matching: matching, by: series)
        }
        replace([], [([("m", "a"), ("s", "x")], 1), ([("m", "ab"), ("s", "x")], 2)])
        replace([("m", "a")], [([("m", "a"), ("s", "y")], 3)])
        #expect(text.contains("\ng{m=\"a\",s=\"y\"} 3\ng{m=\"ab\",s=\"x\"} 2\n"))
        #expect(!text.contains("g{m=\"a\",s=\"x\"}"))
        replace([], [])
        #expect(text == "")
    }

    @Test func quantilesAreInterpolatedWithinBuckets() {
        let histogram = registry.histogram("h", help: "h", buckets: [1, 2, 4])
        #expect(histogram.quantile(0.5) == nil)
        for value in [0.5, 1.5, 1.5, 3] { histogram.observe(value) }
        // Ranks 1, 2 and 4 of 4: the end of the first bucket, the middle of the second, the end of the third.
        #expect(histogram.quantile(0.25) == 1)
        #expect(histogram.quantile(0.5) == 1.5)
        #expect(histogram.quantile(1) == 4)
        #expect(histogram.quantile(0.125) == 0.5)
        for _ in 0..<4 { histogram.observe(100) }
        #expect(histogram.quantile(0.99) == 4)
        let late = registry.histogram("late", help: "h", buckets: [1, 2, 4])
        late.observe(3)
        #expect(late.quantile(0) == 2 && late.quantile(0.5) == 3)
    }
}
