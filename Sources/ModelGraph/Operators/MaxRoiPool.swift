/// The largest element of every bin of a region (Girshick, 2015): inputs X (N, C, H, W), rois (R, 5): batch index, edges.
package struct MaxRoiPool: Operator {
    package static let name = "MaxRoiPool"

    package var pooledShape: [Int]
    package var spatialScale: Float

    package init(pooledShape: [Int], spatialScale: Float = 1) {
        self.pooledShape = pooledShape
        self.spatialScale = spatialScale
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["X", "rois"], required: 2)
        let (x, rois) = (try inputs.float(0), try inputs.float(1))
        guard x.shape.count == 4, rois.shape.count == 2, pooledShape.count == 2,
            pooledShape.allSatisfy({ (1...1 << 16).contains($0) })
        else { throw GraphError.invalid("X of shape \(x.shape), rois of \(rois.shape), pooled_shape \(pooledShape)") }
        return [TensorType(x.elementType, [rois.shape[0], x.shape[1]] + pooledShape.map(Dimension.fixed))]
    }
}

extension MaxRoiPool {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let (x, rois) = (try arguments.floats(0, "X"), try arguments.floats(1, "rois"))
        guard x.shape.count == 4, rois.shape.count == 2, rois.shape[1] == 5, pooledShape.count == 2 else {
            throw GraphError.invalid("X of shape \(x.shape), rois of \(rois.shape)")
        }
        guard abs(spatialScale) <= 1e6 else { throw GraphError.invalid("spatial_scale \(spatialScale)") }
        let (height, width) = (x.shape[2], x.shape[3])
        var result = try FloatTensor(zeros: [rois.shape[0], x.shape[1]] + pooledShape)
        var target = 0
        for region in 0..<rois.shape[0] {
            let numbers = (0..<5).map { Double(rois.values[region * 5 + $0]) }
            guard numbers.allSatisfy({ $0.isFinite && abs($0) < 1e6 }), numbers[0] >= 0, numbers[0] < Double(x.shape[0])
            else { throw GraphError.invalid("the region \(numbers)") }
            let edges = numbers.dropFirst().map { Int(($0 * Double(spatialScale)).rounded(.toNearestOrAwayFromZero)) }
            func bins(_ low: Int, _ high: Int, _ count: Int, _ extent: Int) -> [Swift.Range<Int>] {
                let size = Double(max(high - low + 1, 1)) / Double(count)
                return (0..<count).map { bin in
                    let begin = min(max(Int((Double(bin) * size).rounded(.down)) + low, 0), extent)
                    let end = min(max(Int((Double(bin + 1) * size).rounded(.up)) + low, 0), extent)
                    return begin..<max(begin, end)
                }
            }
            let rows = bins(edges[1], edges[3], pooledShape[0], height)
            let columns = bins(edges[0], edges[2], pooledShape[1], width)
            for channel in 0..<x.shape[1] {
                let plane = (Int(numbers[0]) * x.shape[1] + channel) * height * width
                for row in rows {
                    for column in columns {
                        var largest: Float?
                        for i in row {
                            for j in column { largest = max(largest ?? -.infinity, x.values[plane + i * width + j]) }
                        }
                        result.values[target] = largest ?? 0
                        target += 1
                    }
                }
            }
        }
        return [result.tensor]
    }
}
