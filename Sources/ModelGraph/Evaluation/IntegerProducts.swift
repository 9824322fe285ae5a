/// What the operators on 8-bit integers share: they are computed on the differences to their zero points, whose products
/// and sums float32 holds exactly up to 2^24 and float64 beyond.
enum IntegerProducts {
    /// The differences to the zero point: one for all, one per row of a matrix, or one per element of an axis.
    static func centred(_ tensor: Tensor, _ zeroPoint: Tensor?, axis: Int) throws -> [Double] {
        let values = try tensor.doubles("x")
        guard let zeroPoint else { return values }
        let points = try zeroPoint.doubles("zero_point")
        if points.count == 1 { return values.map { $0 - points[0] } }
        let axis = try Axis.normalized(axis, rank: tensor.shape.count)
        if zeroPoint.shape.count > 1 {
            let expanded = try Broadcast.expanded(zeroPoint, to: tensor.shape).doubles()
            return zip(values, expanded).map { $0 - $1 }
        }
        guard points.count == tensor.shape[axis] else {
            throw GraphError.invalid("\(points.count) zero points for a tensor of shape \(tensor.shape)")
        }
        let inner = tensor.shape[(axis + 1)...].reduce(1, *)
        return values.enumerated().map { $1 - points[$0 / inner % points.count] }
    }

    /// A convolution in float64, where sums of products of 8-bit differences are exact.
    static func convolution(
        _ x: [Double], _ shape: [Int], _ w: [Double], _ weights: [Int], _ conv: Conv
    ) throws -> (values: [Double], shape: [Int]) {
        guard shape.count >= 3, weights.count == shape.count, weights.allSatisfy({ $0 >= 1 }),
            (1...weights[0]).contains(conv.group), weights[0] % conv.group == 0, shape[1] == weights[1] * conv.group
        else { throw GraphError.invalid("x of shape \(shape), w of shape \(weights) in \(conv.group) groups") }
        let geometry = try WindowGeometry(
            extents: Array(shape[2...]),
            window: SlidingWindow(
                kernelShape: Array(weights[2...]), strides: conv.strides, pads: conv.pads, dilations: conv.dilations,
                autoPad: conv.autoPad))
        let (depth, height, width) = (geometry.depth, geometry.height, geometry.width)
        let inner = weights[1] * geometry.kernelCount, outputs = weights[0] / conv.group
        let result = [shape[0], weights[0]] + geometry.outputExtents
        _ = try ShapeLimits.listedCount(result)
        _ = try ShapeLimits.listedCount([inner, geometry.outputCount])
        var values: [Double] = []
        values.reserveCapacity(result.reduce(1, *))
        for sample in 0..<shape[0] {
            for group in 0..<conv.group {
                // What every output position reads: (inner, positions).
                var columns = [Double](repeating: 0, count: inner * geometry.outputCount)
                var target = 0
                for channel in 0..<weights[1] {
                    let plane = (sample * shape[1] + group * weights[1] + channel) * geometry.inputCount
                    for tap in 0..<geometry.kernelCount {
                        let (i, j, k) = geometry.position(tap: tap)
                        for position in 0..<geometry.outputCount {
                            let d = depth.start(position / (width.output * height.output)) + i * depth.dilation
                            let h = height.start(position / width.output % height.output) + j * height.dilation
                            let v = width.start(position % width.output) + k * width.dilation
                            if (0..<depth.input).contains(d), (0..<height.input).contains(h),
                                (0..<width.input).contains(v)
                            {
                                columns[target] = x[plane + (d * height.input + h) * width.input + v]
                            }
                            target += 1
                        }
                    }
                }
                let own = Array(w[group * outputs * inner..<(group + 1) * outputs * inner])
                values += try product(own, [outputs, inner], columns, [inner, geometry.outputCount]).values
            }
        }
        return (values, result)
    }

    /// Matrix products of every pair of matrices, in float64.
    static func product(_ a: [Double], _ aShape: [Int], _ b: [Double], _ bShape: [Int]) throws -> (
        values: [Double], shape: [Int]
    ) {
        guard aShape.count >= 1, bShape.count >= 1 else { throw GraphError.invalid("a factor without axes") }
        let left = aShape.count == 1 ? [1] + aShape : aShape, right = bShape.count == 1 ? bShape + [1] : bShape
        let (rows, inner, columns) = (left[left.count - 2], left[left.count - 1], right[right.count - 1])
        guard inner == right[right.count - 2] else {
            throw GraphError.invalid("factors of shapes \(aShape) and \(bShape)")
        }
        let batch = try Broadcast.shape(Array(left.dropLast(2)), Array(right.dropLast(2)))
        let places = batch.map { Array(0..<$0) }
        let aStarts = try Positions.offsets(
            positions: places, strides: Broadcast.strides(Array(left.dropLast(2)), to: batch))
        let bStarts = try Positions.offsets(
            positions: places, strides: Broadcast.strides(Array(right.dropLast(2)), to: batch))
        _ = try ShapeLimits.count(batch + [rows, columns])
        var result: [Double] = []
        result.reserveCapacity(aStarts.count * rows * columns)
        for (aStart, bStart) in zip(aStarts, bStarts) {
            for row in 0..<rows {
                var sums = [Double](repeating: 0, count: columns)
                for k in 0..<inner {
                    let x = a[(aStart * rows + row) * inner + k]
                    for column in 0..<columns { sums[column] += x * b[(bStart * inner + k) * columns + column] }
                }
                result += sums
            }
        }
        let shape = batch + (aShape.count == 1 ? [] : [rows]) + (bShape.count == 1 ? [] : [columns])
        return (result, shape)
    }
}
