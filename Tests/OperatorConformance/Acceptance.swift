import ModelGraph
import TestSupport

/// When an INT16 answer counts as the float32 model's answer.
enum Acceptance {
    /// Tasks whose two-dimensional outputs are scores of classes.
    private static let scoring: Set<String> = ["classification", "multi_label", "signal", "video"]
    /// Outputs whose elements are decisions: -1, 0, 1 or class numbers.
    private static let decisions: Set<String> = ["codes", "present", "mask"]

    /// What is wrong with one output, empty if it is accepted.
    ///
    /// - Cosine over the whole batch at least 0.9999, and for class scores the same winner in each row.
    /// - Instead of the cosine, for outputs of one or two values per row: within 2e-3 * max(1, |expected|).
    /// - Decisions: at most 0.5% of the elements differ.
    /// - An image that a net makes of an image is mostly its input: it must be within 1e-3 in the norm too.
    static func problems(task: String, output: String, got: Tensor?, expected: Tensor) -> [String] {
        guard let got, got.shape == expected.shape else {
            return ["\(output): shape \(got?.shape.description ?? "absent") instead of \(expected.shape)"]
        }
        guard let g = got.floats, let e = expected.floats else {
            return got == expected ? [] : ["\(output): other integers"]
        }
        if decisions.contains(output) {
            let different = zip(g, e).count { $0 != $1 }
            return Double(different) <= 0.005 * Double(e.count) ? [] : ["\(output): \(different) decisions differ"]
        }
        let rows = expected.shape.first ?? 1
        let perRow = rows == 0 ? 0 : e.count / rows
        if perRow <= 2 {
            return zip(g, e).enumerated().compactMap { index, pair in
                abs(pair.0 - pair.1) <= 2e-3 * max(1, abs(pair.1))
                    ? nil : "\(output)[\(index)]: \(pair.0) instead of \(pair.1)"
            }
        }
        var problems: [String] = []
        let similarity = cosine(g, e)
        if !(similarity >= 0.9999) { problems.append("\(output): cosine \(similarity)") }
        if scoring.contains(task) && expected.shape.count == 2 {
            for row in 0..<rows {
                let range = row * perRow..<(row + 1) * perRow
                let (winner, wanted) = (largest(g[range]), largest(e[range]))
                if winner != wanted { problems.append("\(output), row \(row): class \(winner) instead of \(wanted)") }
            }
        }
        if task == "dense" && expected.shape.count == 4 && expected.shape[1] == 3 {
            let error = zip(g, e).reduce(0.0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
            let norm = e.reduce(0.0) { $0 + Double($1) * Double($1) }
            if !(error.squareRoot() <= 1e-3 * norm.squareRoot()) {
                problems.append("\(output): off by \((error / norm).squareRoot()) of its norm")
            }
        }
        return problems
    }

    /// The position of the largest, the first of several.
    private static func largest(_ values: ArraySlice<Float>) -> Int {
        var best = values.startIndex
        for i in values.indices where values[i] > values[best] { best = i }
        return best - values.startIndex
    }
}
