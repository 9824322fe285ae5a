import Inference
import JSON
import Kernels
import Machine

/// What `mantissa bench` measured, as text and as JSON.
struct BenchReport {
    /// One layer's time over all inferences of a run.
    struct Layer {
        let timing: LayerTiming
        var nanoseconds: UInt64

        init(_ timing: LayerTiming) {
            self.timing = timing
            nanoseconds = timing.nanoseconds
        }
    }

    /// A model's speed.
    struct Inference {
        let batch: Int
        let runs: Int
        /// Nanoseconds of the whole measurement, and of one inference.
        let total: UInt64
        let median: UInt64
        let p99: UInt64
        let layers: [Layer]?
        /// Of all threads together, in GMAC/s; measured where there are layers.
        let int16Peak: Double?
        let memory: Memory?
        /// Packed weights, tables and constants; the buffers of one inference.
        let modelBytes: Int
        let arenaBytes: Int

        var imagesPerSecond: Double { Double(runs * batch) / (Double(total) / 1e9) }
        func millisecondsPerImage(_ nanoseconds: UInt64) -> Double { Double(nanoseconds) / 1e6 / Double(batch) }

        /// Nanoseconds of a layer in one inference.
        func time(_ layer: Layer) -> Double { Double(layer.nanoseconds) / Double(runs) }

        /// GMAC/s; nil where nobody counts multiply-adds.
        func rate(_ layer: Layer) -> Double? {
            layer.timing.macs > 0 ? Double(layer.timing.macs) / max(time(layer), 1) : nil
        }

        /// The part of the INT16 peak that a layer reaches, 0 to 1.
        func share(_ layer: Layer) -> Double? {
            guard let rate = rate(layer), let int16Peak else { return nil }
            return rate / int16Peak
        }
    }

    /// The most memory that the process has had, from its start to the end of the measurement.
    struct Memory {
        let peakBytes: Int
        /// Of the checkpoint's file; nil for ONNX, whose quantization takes its own.
        let checkpointBytes: Int?

        /// nil if the system does not tell.
        init?(checkpointBytes: Int?) {
            guard let peak = ResidentMemory.peak else { return nil }
            peakBytes = peak
            self.checkpointBytes = checkpointBytes
        }

        /// Peak over checkpoint.
        var ratio: Double? { checkpointBytes.map { Double(peakBytes) / Double(max($0, 1)) } }
    }

    let instructionSet: InstructionSet
    let threads: Int
    var roofline: Roofline?
    var inference: Inference?

    init(instructionSet: InstructionSet, threads: Int) {
        self.instructionSet = instructionSet
        self.threads = threads
    }

    var json: String {
        var writer = JSONWriter()
        writer.beginObject()
        if let inference {
            writer.key("images_per_second")
            writer.value(inference.imagesPerSecond)
            writer.key("milliseconds_per_image")
            writer.beginObject()
            writer.key("median")
            writer.value(inference.millisecondsPerImage(inference.median))
            writer.key("p99")
            writer.value(inference.millisecondsPerImage(inference.p99))
            writer.endObject()
            writer.member("batch", inference.batch)
            writer.member("model_bytes", inference.modelBytes)
            writer.member("arena_bytes", inference.arenaBytes)
            if let memory = inference.memory {
                writer.member("peak_resident_bytes", memory.peakBytes)
                if let bytes = memory.checkpointBytes, let ratio = memory.ratio {
                    writer.member("checkpoint_bytes", bytes)
                    writer.key("peak_resident_ratio")
                    writer.value(ratio)
                }
            }
        }
        writer.member("threads", threads)
        writer.member("isa", instructionSet.rawValue)
        if let roofline { write(roofline, to: &writer) }
        if let inference, let layers = inference.layers { write(layers, of: inference, to: &writer) }
        writer.endObject()
        return String(decoding: writer.finish(), as: UTF8.self) + "\n"
    }

    private func write(_ layers: [Layer], of inference: Inference, to writer: inout JSONWriter) {
        writer.key("i16_peak_gmac_per_second")
        writer.value(inference.int16Peak ?? 0)
        writer.key("layers")
        writer.beginArray()
        for layer in layers {
            writer.beginObject()
            writer.member("node", layer.timing.node)
            writer.member("operator", layer.timing.operatorName)
            writer.member("kernel", layer.timing.kernel)
            writer.key("kernel_isa")
            if let set = layer.timing.instructionSet { writer.value(set.rawValue) } else { writer.null() }
            writer.key("microseconds")
            writer.value(inference.time(layer) / 1e3)
            writer.member("macs", layer.timing.macs)
            for (key, value) in [
                ("gmac_per_second", inference.rate(layer)), ("share_of_i16_peak", inference.share(layer)),
            ] {
                writer.key(key)
                if let value { writer.value(value) } else { writer.null() }
            }
            writer.endObject()
        }
        writer.endArray()
    }

    private func write(_ roofline: Roofline, to writer: inout JSONWriter) {
        func rates(_ key: String, _ rates: Roofline.Rates) {
            writer.key(key)
            writer.beginObject()
            writer.key("one_thread")
            writer.value(rates.oneThread)
            writer.key("all_threads")
            writer.value(rates.allThreads)
            writer.endObject()
        }
        writer.key("roofline")
        writer.beginObject()
        for (key, instructions, peak) in [
            ("f32_multiply_add", roofline.float32Instructions, roofline.float32),
            ("i16_multiply_add", roofline.int16Instructions, roofline.int16),
        ] {
            writer.key(key)
            writer.beginObject()
            writer.member("instructions", instructions)
            rates("gmac_per_second", peak)
            writer.endObject()
        }
        for (key, rate) in [("memory_read", roofline.memoryRead), ("memory_copy", roofline.memoryCopy)] {
            writer.key(key)
            writer.beginObject()
            rates("gigabytes_per_second", rate)
            writer.endObject()
        }
        writer.key("gemm_\(Roofline.gemmExtent)")
        writer.beginObject()
        rates("gmac_per_second", roofline.gemm)
        rates("share_of_i16_peak", roofline.gemmShare)
        writer.endObject()
        writer.endObject()
    }

    var text: String {
        var text = ""
        if let roofline { text += table(roofline) }
        guard let inference else { return text }
        if roofline != nil { text += "\n" }
        text += """
            \(fixed(inference.imagesPerSecond, 1)) images/s; per image: \
            median \(fixed(inference.millisecondsPerImage(inference.median), 3)) ms, \
            p99 \(fixed(inference.millisecondsPerImage(inference.p99), 3)) ms
            \(inference.runs) runs, batch \(inference.batch), threads \(threads), isa \(instructionSet)

            """
        if let memory = inference.memory {
            text += "peak memory \(fixed(Double(memory.peakBytes) / 1e6, 1)) MB"
            text += memory.ratio.map { ", \(fixed($0, 2)) times the checkpoint\n" } ?? "\n"
        }
        if let layers = inference.layers { text += table(layers, of: inference) }
        return text
    }

    private func table(_ roofline: Roofline) -> String {
        // One thread has no second column.
        let hasPool = roofline.threads > 1
        func line(_ name: String, _ one: String, _ all: String, _ detail: String) -> String {
            padded(name, 16) + padded(one, -10) + (hasPool ? padded(all, -12) : "") + "  \(detail)\n"
        }
        func line(_ name: String, _ rates: Roofline.Rates, _ detail: String) -> String {
            line(name, fixed(rates.oneThread, 1), fixed(rates.allThreads, 1), detail)
        }
        let share = roofline.gemmShare
        return line("peak", "1 thread", "\(roofline.threads) threads", "")
            + line("float32", roofline.float32, "GMAC/s  \(roofline.float32Instructions)")
            + line("int16", roofline.int16, "GMAC/s  \(roofline.int16Instructions)")
            + line("memory read", roofline.memoryRead, "GB/s")
            + line("memory copy", roofline.memoryCopy, "GB/s    read and written bytes")
            + line("gemm \(Roofline.gemmExtent)^3", roofline.gemm, "GMAC/s  int16")
            + line("", percent(share.oneThread), percent(share.allThreads), "of the int16 peak")
    }

    private func table(_ layers: [Layer], of inference: Inference) -> String {
        let sum = Double(layers.reduce(0) { $0 + $1.nanoseconds })
        var text = "int16 peak \(fixed(inference.int16Peak ?? 0, 1)) GMAC/s\n\n"
        text += padded("µs", -10) + padded("share", -8) + padded("GMAC/s", -9) + padded("of peak", -9) + "  "
        text += padded("operator", 24) + padded("kernel", 18) + padded("isa", 12) + "node\n"
        for layer in layers {
            text += padded(fixed(inference.time(layer) / 1e3, 1), -10)
            text += padded(percent(Double(layer.nanoseconds) / max(sum, 1)), -8)
            text += padded(inference.rate(layer).map { fixed($0, 1) } ?? "", -9)
            text += padded(inference.share(layer).map(percent) ?? "", -9) + "  "
            text += padded(layer.timing.operatorName, 24) + padded(layer.timing.kernel, 18)
            text += padded(layer.timing.instructionSet?.rawValue ?? "", 12) + layer.timing.node + "\n"
        }
        return text
    }
}
