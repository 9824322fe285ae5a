/// Enlarges or shrinks axes by interpolation: inputs X, optional roi, optional scales, optional sizes.
package struct Resize: Operator {
    package static let name = "Resize"

    package enum Mode: String, Sendable, Codable, CaseIterable {
        case nearest, linear, cubic
    }

    /// Where a position of the output lies in the input.
    package enum Coordinates: String, Sendable, Codable, CaseIterable {
        case halfPixel = "half_pixel"
        case halfPixelSymmetric = "half_pixel_symmetric"
        case pytorchHalfPixel = "pytorch_half_pixel"
        case alignCorners = "align_corners"
        case asymmetric
        case tfHalfPixelForNearest = "tf_half_pixel_for_nn"
        case tfCropAndResize = "tf_crop_and_resize"
    }

    package enum NearestMode: String, Sendable, Codable, CaseIterable {
        case roundPreferFloor = "round_prefer_floor"
        case roundPreferCeil = "round_prefer_ceil"
        case floor, ceil
    }

    package enum AspectRatioPolicy: String, Sendable, Codable, CaseIterable {
        case stretch
        case notLarger = "not_larger"
        case notSmaller = "not_smaller"
    }

    package var antialias: Bool
    /// The axes that roi, scales and sizes speak of; nil for all.
    package var axes: [Int]?
    package var coordinates: Coordinates
    package var cubicCoefficient: Float
    package var excludeOutside: Bool
    package var extrapolationValue: Float
    package var aspectRatio: AspectRatioPolicy
    package var mode: Mode
    package var nearestMode: NearestMode

    package init(
        antialias: Bool = false, axes: [Int]? = nil, coordinates: Coordinates = .halfPixel,
        cubicCoefficient: Float = -0.75, excludeOutside: Bool = false, extrapolationValue: Float = 0,
        aspectRatio: AspectRatioPolicy = .stretch, mode: Mode = .nearest,
        nearestMode: NearestMode = .roundPreferFloor
    ) {
        self.antialias = antialias
        self.axes = axes
        self.coordinates = coordinates
        self.cubicCoefficient = cubicCoefficient
        self.excludeOutside = excludeOutside
        self.extrapolationValue = extrapolationValue
        self.aspectRatio = aspectRatio
        self.mode = mode
        self.nearestMode = nearestMode
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["X", "roi", "scales", "sizes"], required: 1)
        let x = try inputs.type(0, ElementType.numbers)
        let axes = try Axis.normalized(axes ?? Array(x.shape.indices), rank: x.shape.count)
        var shape = x.shape
        if let scales = inputs.optional(2), scales.type.shape != [0] {
            guard let values = try scales.value?.doubles("scales") else {
                for axis in axes { shape[axis] = .unknown }
                return [TensorType(x.elementType, shape)]
            }
            try checkCount(values.count, axes)
            for (axis, scale) in zip(axes, values) where scale != 1 {
                if let extent = shape[axis].fixed {
                    shape[axis] = .fixed(try Self.extent(extent, scale))
                } else {
                    shape[axis] = .symbol("\(scale)*\(shape[axis])")
                }
            }
        } else if let sizes = inputs.optional(3) {
            guard let wanted = sizes.value?.integers.map({ $0.map(Dimension.fixed) }) ?? sizes.dimensions else {
                for axis in axes { shape[axis] = .unknown }
                return [TensorType(x.elementType, shape)]
            }
            try checkCount(wanted.count, axes)
            let fixed = wanted.compactMap(\.fixed), extents = axes.compactMap { shape[$0].fixed }
            if aspectRatio == .stretch {
                for (axis, size) in zip(axes, wanted) { shape[axis] = size }
            } else if fixed.count == axes.count, fixed.allSatisfy({ (0...ShapeLimits.elements).contains($0) }),
                extents.count == axes.count
            {
                for (axis, size) in zip(axes, sizesKeepingRatio(fixed, extents)) { shape[axis] = .fixed(size.size) }
            } else {
                for axis in axes { shape[axis] = .unknown }
            }
        } else {
            throw GraphError.invalid("neither scales nor sizes are given")
        }
        return [TensorType(x.elementType, shape)]
    }

    private func checkCount(_ count: Int, _ axes: [Int]) throws {
        guard count == axes.count else { throw GraphError.invalid("\(count) scales or sizes for \(axes.count) axes") }
    }

    private static func extent(_ extent: Int, _ scale: Double) throws -> Int {
        let result = (Double(extent) * scale).rounded(.down)
        guard scale > 0, result <= Double(ShapeLimits.elements) else {
            throw GraphError.invalid("a scale of \(scale) for an axis of \(extent)")
        }
        return Int(result)
    }

    /// Sizes and scales after the policy: one scale for all axes.
    private func sizesKeepingRatio(_ wanted: [Int], _ extents: [Int]) -> [(size: Int, scale: Double)] {
        let scales = zip(wanted, extents).map { Double($0) / Double(max(1, $1)) }
        guard aspectRatio != .stretch else { return Array(zip(wanted, scales)).map { (size: $0, scale: $1) } }
        let scale = (aspectRatio == .notLarger ? scales.min() : scales.max()) ?? 1
        return extents.map { extent in
            // Half a unit rounds up.
            (size: Self.integer((scale * Double(extent) + 0.5).rounded(.down)), scale: scale)
        }
    }
}

extension Resize {
    package static var nativeFloats: [ElementType] { [.float32] }
    package var movesElements: Bool { mode == .nearest && coordinates != .tfCropAndResize }

    /// What one axis of the output is made of: taps of the input for every position.
    struct AxisPlan {
        var axis: Int
        /// How many taps each position has, all alike; unused ones have weight 0.
        var tapCount: Int
        var indices: [Int]
        var weights: [Float]
        /// Positions that lie outside of the input and get the extrapolation value.
        var outside: [Bool]

        var extent: Int { outside.count }
    }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let x = try arguments.required(0, "X")
        let plans = try plans(x.shape, arguments)
        var shape = x.shape
        for plan in plans { shape[plan.axis] = plan.extent }
        _ = try ShapeLimits.count(shape)
        if movesElements {
            var positions = x.shape.map { Array(0..<$0) }
            for plan in plans { positions[plan.axis] = plan.indices }
            return [
                try x.picking(
                    Positions.offsets(positions: positions, strides: Positions.strides(x.shape)), shape: shape)
            ]
        }
        guard x.elementType != .bool else { throw GraphError.unsupported("bools cannot be interpolated") }
        var value = FloatTensor(shape: x.shape, values: x.converted(to: .float32).floats ?? [])
        // The axis that shrinks most first is least work; the order is fixed by the shapes.
        for plan in plans { value = try Self.resized(value, plan) }
        for plan in plans where plan.outside.contains(true) {
            let inner = shape[(plan.axis + 1)...].reduce(1, *)
            for index in value.values.indices where plan.outside[index / inner % plan.extent] {
                value.values[index] = extrapolationValue
            }
        }
        return [value.tensor.converted(to: x.elementType)]
    }

    private static func resized(_ x: FloatTensor, _ plan: AxisPlan) throws -> FloatTensor {
        let (axis, extent) = (plan.axis, x.shape[plan.axis])
        var shape = x.shape
        shape[axis] = plan.extent
        var result = try FloatTensor(zeros: shape)
        let inner = shape[(axis + 1)...].reduce(1, *)
        let taps = plan.tapCount
        x.values.withUnsafeBufferPointer { x in
            result.values.withUnsafeMutableBufferPointer { result in
                guard let source = x.baseAddress, let target = result.baseAddress else { return }
                for outer in 0..<shape[..<axis].reduce(1, *) {
                    for position in 0..<plan.extent {
                        let row = target + (outer * plan.extent + position) * inner
                        for tap in position * taps..<(position + 1) * taps where plan.weights[tap] != 0 {
                            let weight = plan.weights[tap]
                            let line = source + (outer * extent + plan.indices[tap]) * inner
                            for i in 0..<inner { row[i] += weight * line[i] }
                        }
                    }
                }
            }
        }
        return result
    }

    private func plans(_ shape: [Int], _ arguments: Arguments) throws -> [AxisPlan] {
        let axes = try Axis.normalized(axes ?? Array(shape.indices), rank: shape.count)
        let extents = axes.map { shape[$0] }
        var targets: [(size: Int, scale: Double)]
        if let scales = try arguments.optional(2)?.doubles("scales"), !scales.isEmpty {
            try checkCount(scales.count, axes)
            targets = try zip(extents, scales).map { (try Self.extent($0, $1), $1) }
        } else if let sizes = try arguments.optionalIntegers(3, "sizes") {
            try checkCount(sizes.count, axes)
            guard sizes.allSatisfy({ (0...ShapeLimits.elements).contains($0) }) else {
                throw GraphError.invalid("sizes \(sizes)")
            }
            targets = sizesKeepingRatio(sizes, extents)
        } else {
            throw GraphError.invalid("neither scales nor sizes are given")
        }
        let roi = coordinates == .tfCropAndResize ? try arguments.optional(1)?.doubles("roi") : nil
        if coordinates == .tfCropAndResize {
            guard roi?.count == 2 * axes.count else { throw GraphError.invalid("roi must have two numbers per axis") }
        }
        var plans: [AxisPlan] = []
        for (index, axis) in axes.enumerated() {
            let (size, scale) = targets[index]
            if size == shape[axis] && scale == 1 && roi == nil { continue }
            guard shape[axis] > 0 || size == 0 else { throw GraphError.invalid("an empty axis cannot be enlarged") }
            plans.append(
                plan(
                    axis: axis, input: shape[axis], output: size, scale: scale,
                    roi: roi.map { ($0[index], $0[axes.count + index]) }))
        }
        return plans
    }

    private func plan(axis: Int, input: Int, output: Int, scale: Double, roi: (Double, Double)?) -> AxisPlan {
        if output == 0 { return AxisPlan(axis: axis, tapCount: 1, indices: [], weights: [], outside: []) }
        let shrink = antialias && mode != .nearest ? min(scale, 1) : 1
        let radius = (mode == .cubic ? 2 : 1) / shrink
        let taps = mode == .nearest ? 1 : 2 * Int(radius.rounded(.up)) + 1
        var plan = AxisPlan(axis: axis, tapCount: taps, indices: [], weights: [], outside: [])
        for position in 0..<output {
            let x = coordinate(Double(position), input: Double(input), output: Double(output), scale: scale, roi)
            plan.outside.append(roi != nil && (x < 0 || x > Double(input - 1)))
            if mode == .nearest {
                plan.indices.append(min(max(nearest(x), 0), input - 1))
                plan.weights.append(1)
                continue
            }
            let first = Self.integer((x - radius).rounded(.up))
            var weights = (0..<taps).map { kernel((Double(first + $0) - x) * shrink) }
            if excludeOutside {
                for tap in 0..<taps where !(0..<input).contains(first + tap) { weights[tap] = 0 }
            }
            if excludeOutside || antialias {
                let sum = weights.reduce(0, +)
                weights = weights.map { $0 / sum }
            }
            plan.indices += (0..<taps).map { min(max(first + $0, 0), input - 1) }
            plan.weights += weights.map { Float($0) }
        }
        return plan
    }

    private func coordinate(
        _ x: Double, input: Double, output: Double, scale: Double, _ roi: (Double, Double)?
    ) -> Double {
        switch coordinates {
        case .halfPixel: return (x + 0.5) / scale - 0.5
        case .halfPixelSymmetric:
            let adjustment = output / (scale * input)
            return input / 2 * (1 - adjustment) + (x + 0.5) / scale - 0.5
        case .pytorchHalfPixel: return output > 1 ? (x + 0.5) / scale - 0.5 : 0
        case .alignCorners:
            // ONNX's reference takes the length before it is rounded down.
            let length = scale * input
            return length == 1 || output == 1 && length < 2 && length <= 1 ? 0 : x * (input - 1) / (length - 1)
        case .asymmetric: return x / scale
        case .tfHalfPixelForNearest: return (x + 0.5) / scale
        case .tfCropAndResize:
            let (start, end) = roi ?? (0, 1)
            return output > 1
                ? start * (input - 1) + x * (end - start) * (input - 1) / (output - 1)
                : 0.5 * (start + end) * (input - 1)
        }
    }

    private func nearest(_ x: Double) -> Int {
        switch nearestMode {
        case .roundPreferFloor: Self.integer((x - 0.5).rounded(.up))
        case .roundPreferCeil: Self.integer((x + 0.5).rounded(.down))
        case .floor: Self.integer(x.rounded(.down))
        case .ceil: Self.integer(x.rounded(.up))
        }
    }

    /// A whole number; far outside of every axis where a region of interest leads there, 0 for NaN.
    private static func integer(_ x: Double) -> Int {
        x.isNaN ? 0 : Int(min(max(x, -2_147_483_648), 2_147_483_647))
    }

    /// The weight of an element at this distance.
    private func kernel(_ distance: Double) -> Double {
        let d = abs(distance)
        if mode == .linear { return max(0, 1 - d) }
        // Cubic convolution (Keys, 1981).
        let a = Double(cubicCoefficient)
        if d <= 1 { return ((a + 2) * d - (a + 3)) * d * d + 1 }
        return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0
    }
}
