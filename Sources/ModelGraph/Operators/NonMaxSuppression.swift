/// The boxes of each class that overlap no better one too much: inputs boxes (N, B, 4), scores (N, C, B), optional
/// max_output_boxes_per_class, iou_threshold, score_threshold; output (count, 3): batch, class, box.
package struct NonMaxSuppression: Operator {
    package static let name = "NonMaxSuppression"

    /// Whether boxes are given by center and size instead of two corners.
    package var centerPointBox: Bool

    package init(centerPointBox: Bool = false) {
        self.centerPointBox = centerPointBox
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(
            inputs, names: ["boxes", "scores", "max_output_boxes_per_class", "iou_threshold", "score_threshold"],
            required: 2)
        guard try inputs.float(0).shape.count == 3, try inputs.float(1).shape.count == 3 else {
            throw GraphError.invalid("boxes and scores must have three axes")
        }
        return [TensorType(.int64, [.unknown, 3])]
    }
}

extension NonMaxSuppression {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let (boxes, scores) = (try arguments.floats(0, "boxes"), try arguments.floats(1, "scores"))
        guard boxes.shape.count == 3, scores.shape.count == 3, boxes.shape[2] == 4, boxes.shape[0] == scores.shape[0],
            boxes.shape[1] == scores.shape[2]
        else { throw GraphError.invalid("boxes of shape \(boxes.shape), scores of \(scores.shape)") }
        let limit = try arguments.optionalIntegers(2, "max_output_boxes_per_class")?.first ?? 0
        let overlap = try arguments.optionalNumber(3, "iou_threshold") ?? 0
        let threshold = try arguments.optionalNumber(4, "score_threshold") ?? -.infinity
        let count = boxes.shape[1]
        var selected: [Int64] = []
        for batch in 0..<boxes.shape[0] {
            let corners = (0..<count).map { self.corners(boxes.values, (batch * count + $0) * 4) }
            for category in 0..<scores.shape[1] {
                let start = (batch * scores.shape[1] + category) * count
                let order = (0..<count).filter { Double(scores.values[start + $0]) > threshold }.sorted { a, b in
                    let (p, q) = (scores.values[start + a], scores.values[start + b])
                    return p == q ? a < b : p > q
                }
                var kept: [Int] = []
                for box in order where kept.count < limit {
                    if kept.allSatisfy({ Self.overlap(corners[$0], corners[box]) <= overlap }) { kept.append(box) }
                }
                for box in kept { selected += [Int64(batch), Int64(category), Int64(box)] }
            }
        }
        return [Tensor(shape: [selected.count / 3, 3], int64s: selected)]
    }

    private typealias Box = (top: Double, left: Double, bottom: Double, right: Double)

    private func corners(_ values: [Float], _ start: Int) -> Box {
        let v = (0..<4).map { Double(values[start + $0]) }
        if centerPointBox { return (v[1] - v[3] / 2, v[0] - v[2] / 2, v[1] + v[3] / 2, v[0] + v[2] / 2) }
        return (min(v[0], v[2]), min(v[1], v[3]), max(v[0], v[2]), max(v[1], v[3]))
    }

    /// Intersection over union.
    private static func overlap(_ a: Box, _ b: Box) -> Double {
        let height = min(a.bottom, b.bottom) - max(a.top, b.top), width = min(a.right, b.right) - max(a.left, b.left)
        guard height > 0, width > 0 else { return 0 }
        let area = { (box: Box) in (box.bottom - box.top) * (box.right - box.left) }
        return height * width / (area(a) + area(b) - height * width)
    }
}
