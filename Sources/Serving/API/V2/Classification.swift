import ModelGraph

/// The classification extension: the best elements of each row of an output, as `value:index:label`.
enum Classification {
    /// - Parameters:
    ///   - count: how many of each row, at most all.
    ///   - isBatched: the first axis counts samples.
    ///   - labels: by index.
    /// - Throws: `ServingError` for an output that is no list of float32.
    static func content(
        _ tensor: Tensor, name: String, count: Int, isBatched: Bool, labels: [String]?
    ) throws(ServingError) -> InferResponse.Content {
        guard let floats = tensor.floats, !tensor.shape.isEmpty else {
            throw ServingError(.malformed, "output \"\(name)\" has no classes to choose from: it is no list of FP32")
        }
        let rows = isBatched ? tensor.shape[0] : 1
        let classes = rows > 0 ? floats.count / rows : 0
        var strings: [String] = []
        for row in 0..<rows {
            let values = Array(floats[row * classes..<(row + 1) * classes])
            for index in TopK.indices(values, count: count) {
                let label = labels.flatMap { index < $0.count ? ":\($0[index])" : nil } ?? ""
                strings.append("\(sixDecimals(values[index])):\(index)\(label)")
            }
        }
        let width = min(count, classes)
        return .strings(strings, shape: isBatched ? [rows, width] : [width])
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
