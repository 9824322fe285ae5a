/// Regions of a feature map brought to one size by sampling (He et al., 2017): inputs X (N, C, H, W), rois (R, 4),
/// batch_indices (R).
package struct RoiAlign: Operator {
    package static let name = "RoiAlign"

    package enum Mode: String, Sendable, Codable, CaseIterable {
        case avg, max
    }

    package var halfPixel: Bool
    package var mode: Mode
    package var outputHeight: Int
    package var outputWidth: Int
    /// Samples per axis of a bin; 0: as many as the bin has elements.
    package var samplingRatio: Int
    package var spatialScale: Float

    package init(
        halfPixel: Bool = true, mode: Mode = .avg, outputHeight: Int = 1, outputWidth: Int = 1, samplingRatio: Int = 0,
        spatialScale: Float = 1
    ) {
        self.halfPixel = halfPixel
        self.mode = mode
        self.outputHeight = outputHeight
        self.outputWidth = outputWidth
        self.samplingRatio = samplingRatio
        self.spatialScale = spatialScale
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["X", "rois", "batch_indices"], required: 3)
        let x = try inputs.float(0)
        let rois = try inputs.float(1)
        guard x.shape.count == 4, rois.shape.count == 2, (1...1 << 16).contains(outputHeight),
            (1...1 << 16).contains(outputWidth), (0...1 << 10).contains(samplingRatio)
        else {
            throw GraphError.invalid(
                "X of shape \(x.shape), rois of shape \(rois.shape), sampling_ratio \(samplingRatio)")
        }
        return [TensorType(x.elementType, [rois.shape[0], x.shape[1], .fixed(outputHeight), .fixed(outputWidth)])]
    }
}

extension RoiAlign {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let (x, rois) = (try arguments.floats(0, "X"), try arguments.floats(1, "rois"))
        let batches = try arguments.integers(2, "batch_indices")
        guard x.shape.count == 4, rois.shape == [batches.count, 4],
            batches.allSatisfy({ (0..<x.shape[0]).contains($0) })
        else { throw GraphError.invalid("X of shape \(x.shape), rois of \(rois.shape), batch_indices \(batches)") }
        let (height, width) = (x.shape[2], x.shape[3])
        guard height > 0, width > 0 else { throw GraphError.invalid("X of shape \(x.shape) is empty") }
        var result = try FloatTensor(zeros: [batches.count, x.shape[1], outputHeight, outputWidth])
        let offset = halfPixel ? 0.5 : 0
        var target = 0
        for (region, batch) in batches.enumerated() {
            let edges = (0..<4).map { Double(rois.values[region * 4 + $0]) * Double(spatialScale) - offset }
            let least = halfPixel ? -Double.infinity : 1
            let binHeight = max(edges[3] - edges[1], least) / Double(outputHeight)
            let binWidth = max(edges[2] - edges[0], least) / Double(outputWidth)
            guard binHeight.isFinite, binWidth.isFinite, abs(binHeight) < 1e6, abs(binWidth) < 1e6 else {
                throw GraphError.invalid("the region \(edges)")
            }
            let rows = samplingRatio > 0 ? samplingRatio : max(0, Int(binHeight.rounded(.up)))
            let columns = samplingRatio > 0 ? samplingRatio : max(0, Int(binWidth.rounded(.up)))
            guard rows <= 1 << 12, columns <= 1 << 12 else {
                throw GraphError.unsupported("\(rows) x \(columns) samples for each bin of the region \(edges)")
            }
            for channel in 0..<x.shape[1] {
                let plane = (batch * x.shape[1] + channel) * height * width
                for row in 0..<outputHeight {
                    for column in 0..<outputWidth {
                        var (sum, largest) = (0.0, -Double.infinity)
                        for i in 0..<rows {
                            let y = edges[1] + (Double(row) + (Double(i) + 0.5) / Double(rows)) * binHeight
                            for j in 0..<columns {
                                let z = edges[0] + (Double(column) + (Double(j) + 0.5) / Double(columns)) * binWidth
                                let parts = Self.parts(x.values, plane, height, width, y, z)
                                sum += parts.reduce(0, +)
                                // The largest part, as ONNX defines it, not the largest sum.
                                largest = max(largest, parts.max() ?? 0)
                            }
                        }
                        let count = Double(max(1, rows * columns))
                        result.values[target] = Float(mode == .avg ? sum / count : largest.isFinite ? largest : 0)
                        target += 1
                    }
                }
            }
        }
        return [result.tensor]
    }

    /// The four weighted neighbours of a position; nothing outside of the map by more than one element.
    private static func parts(
        _ values: [Float], _ plane: Int, _ height: Int, _ width: Int, _ y: Double, _ x: Double
    ) -> [Double] {
        guard y >= -1, y <= Double(height), x >= -1, x <= Double(width) else { return [0, 0, 0, 0] }
        func neighbours(_ place: Double, _ extent: Int) -> (low: Int, high: Int, share: Double) {
            let place = max(0, place)
            let low = Int(place)
            if low >= extent - 1 { return (extent - 1, extent - 1, 0) }
            return (low, low + 1, place - Double(low))
        }
        let (y0, y1, dy) = neighbours(y, height), (x0, x1, dx) = neighbours(x, width)
        func value(_ row: Int, _ column: Int) -> Double { Double(values[plane + row * width + column]) }
        return [
            (1 - dy) * (1 - dx) * value(y0, x0), (1 - dy) * dx * value(y0, x1), dy * (1 - dx) * value(y1, x0),
            dy * dx * value(y1, x1),
        ]
    }
}
