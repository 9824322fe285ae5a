import ModelGraph

/// The classification extension: the best elements of each row of an output, as `value:index:label`.
enum Classification {
    /// Strings of one output at most.
    static let stringLimit = 1_000_000

    /// - Parameters:
    ///   - count: how many of each row, at most all.
    ///   - rows: samples in the tensor, one behind the other; nil for one of a model without an axis that counts them.
    ///   - labels: by index.
    /// - Throws: `ServingError` for an output that is no list of float32, or for too many strings.
    static func content(
        _ tensor: Tensor, name: String, count: Int, rows: Int?, labels: [String]?
    ) throws(ServingError) -> InferResponse.Content {
        let samples = rows ?? 1
        guard let floats = tensor.floats, !tensor.shape.isEmpty, samples > 0, floats.count % samples == 0 else {
            throw ServingError(.malformed, "output \"\(name)\" has no classes to choose from: it is no list of FP32")
        }
        let classes = floats.count / samples
        let width = min(count, classes)
        guard width * samples <= stringLimit else {
            throw ServingError(
                .malformed, "output \"\(name)\": \(width * samples) classes; at most \(stringLimit) are named at once")
        }
        var strings: [String] = []
        for row in 0..<samples {
            let values = Array(floats[row * classes..<(row + 1) * classes])
            for index in TopK.indices(values, count: count) {
                let label = labels.flatMap { index < $0.count ? ":\($0[index])" : nil } ?? ""
                strings.append("\(sixDecimals(values[index])):\(index)\(label)")
            }
        }
        return .strings(strings, shape: rows.map { [$0, width] } ?? [width])
    }

    /// As C prints a number by `%f`: clients know this form.
    static func sixDecimals(_ value: Float) -> String {
        guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
        let scaled = (Double(value.magnitude) * 1e6).rounded(.toNearestOrEven)
        let sign = value < 0 ? "-" : ""
        guard let whole = UInt64(exactly: scaled) else {
            // No score; a number that reads back is better than one that is cut.
            return "\(value)"
        }
        let fraction = String(whole % 1_000_000)
        return "\(sign)\(whole / 1_000_000)." + String(repeating: "0", count: 6 - fraction.count) + fraction
    }
}
