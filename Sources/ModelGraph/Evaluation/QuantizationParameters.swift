/// Scale and zero point of QuantizeLinear and its relatives, for every element of a tensor.
struct QuantizationParameters {
    private let scales: [Double]
    private let zeroPoints: [Double]
    /// Which scale an element has: `(index / inner % extent) / block`, plus the position outside of the axis for blocks.
    private let kind: Kind

    private enum Kind {
        case perTensor
        case perAxis(extent: Int, inner: Int)
        case blocked(extent: Int, inner: Int, block: Int, blocks: Int)
    }

    /// - Parameters:
    ///   - axis: of the elements that have scales of their own; not looked at for one scale.
    ///   - blockSize: elements along the axis that share a scale; 0 for one scale per element of the axis.
    init(shape: [Int], scale: Tensor, zeroPoint: Tensor?, axis: Int, blockSize: Int) throws {
        scales = try scale.doubles("scale")
        zeroPoints = try zeroPoint?.doubles("zero_point") ?? [Double](repeating: 0, count: scales.count)
        guard zeroPoints.count == scales.count else {
            throw GraphError.invalid("\(scales.count) scales and \(zeroPoints.count) zero points")
        }
        if scale.count == 1 && scale.shape.count <= 1 && blockSize == 0 {
            kind = .perTensor
            return
        }
        let axis = try Axis.normalized(axis, rank: shape.count)
        let inner = shape[(axis + 1)...].reduce(1, *)
        guard (0...ShapeLimits.elements).contains(blockSize) else {
            throw GraphError.invalid("block_size \(blockSize)")
        }
        if blockSize > 0 {
            let blocks = (shape[axis] + blockSize - 1) / blockSize
            var expected = shape
            expected[axis] = blocks
            guard scale.shape == expected else {
                throw GraphError.invalid("scale of shape \(scale.shape), expected \(expected)")
            }
            kind = .blocked(extent: shape[axis], inner: inner, block: blockSize, blocks: blocks)
        } else {
            guard scale.shape == [shape[axis]] else {
                throw GraphError.invalid("scale of shape \(scale.shape), expected [\(shape[axis])]")
            }
            kind = .perAxis(extent: shape[axis], inner: inner)
        }
    }

    /// The scale and zero point of an element.
    func callAsFunction(_ index: Int) -> (scale: Double, zeroPoint: Double) {
        let place =
            switch kind {
            case .perTensor: 0
            case .perAxis(let extent, let inner): index / inner % extent
            case .blocked(let extent, let inner, let block, let blocks):
                (index / (inner * extent) * blocks + index / inner % extent / block) * inner + index % inner
            }
        return (scales[place], zeroPoints[place])
    }
}

extension ElementType {
    /// The smallest and largest number of an integer type.
    var integerRange: ClosedRange<Double>? {
        func range<T: IntegerElement>(_: T.Type) -> ClosedRange<Double> { Double(T.min)...Double(T.max) }
        guard let type = element as? any IntegerElement.Type else { return nil }
        return range(type)
    }
}
