/// Maximum over windows, and where it lies: outputs Y, optional Indices. Padding never wins.
package struct MaxPool: Operator {
    package static let name = "MaxPool"

    package var autoPad: AutoPad
    package var ceilMode: Bool
    package var dilations: [Int]
    package var kernelShape: [Int]
    package var pads: [Int]
    /// How Indices count within a plane: 0 row-major, 1 with the first spatial axis innermost.
    package var storageOrder: Int
    package var strides: [Int]

    package init(
        autoPad: AutoPad = .notSet, ceilMode: Bool = false, dilations: [Int], kernelShape: [Int], pads: [Int],
        storageOrder: Int = 0, strides: [Int]
    ) {
        self.autoPad = autoPad
        self.ceilMode = ceilMode
        self.dilations = dilations
        self.kernelShape = kernelShape
        self.pads = pads
        self.storageOrder = storageOrder
        self.strides = strides
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let x = try OperatorInputs(inputs, names: ["X"], required: 1).type(0, ElementType.floats + [.int8, .uint8])
        guard x.shape.count >= 3, kernelShape.count == x.shape.count - 2 else {
            throw GraphError.invalid("kernel_shape \(kernelShape) for an input of shape \(x.shape)")
        }
        let window = try SlidingWindow(
            kernelShape: kernelShape, strides: strides, pads: pads, dilations: dilations, autoPad: autoPad,
            ceilMode: ceilMode)
        try window.checkPadsOfPool()
        let shape = x.shape.prefix(2) + (try window.outputExtents(Array(x.shape.dropFirst(2))))
        return [TensorType(x.elementType, Array(shape)), TensorType(.int64, Array(shape))]
    }
}

extension MaxPool {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let x = try arguments.required(0, "X")
        // 8-bit integers are exact in float32.
        let input = FloatTensor(shape: x.shape, values: x.converted(to: .float32).floats ?? [])
        let planes = try Planes(input)
        let window = try SlidingWindow(
            kernelShape: kernelShape, strides: strides, pads: pads, dilations: dilations, autoPad: autoPad,
            ceilMode: ceilMode)
        let geometry = try WindowGeometry(extents: Array(input.shape[2...]), window: window)
        let result = try planes.windows(geometry) { plane, d, h, w in
            Self.place(geometry, plane, d, h, w).map { plane[$0] } ?? -.infinity
        }.converted(to: x.elementType)
        guard arguments.outputCount > 1 else { return [result] }
        return [result, try indices(input, geometry, shape: result.shape)]
    }

    /// Where in its plane the first of the largest elements of a window lies; nil for a window wholly in the padding.
    @inline(__always)
    private static func place(
        _ geometry: WindowGeometry, _ plane: UnsafePointer<Float>, _ d: Int, _ h: Int, _ w: Int
    ) -> Int? {
        let (depth, height, width) = (geometry.depth, geometry.height, geometry.width)
        var (largest, place) = (-Float.infinity, -1)
        for i in depth.taps(d) {
            for j in height.taps(h) {
                let row =
                    (depth.start(d) + i * depth.dilation) * height.input + height.start(h) + j * height.dilation
                for k in width.taps(w) {
                    let index = row * width.input + width.start(w) + k * width.dilation
                    if place < 0 || plane[index] > largest { (largest, place) = (plane[index], index) }
                }
            }
        }
        return place < 0 ? nil : place
    }

    /// Places in the whole input, row-major or with the first spatial axis innermost.
    private func indices(_ input: FloatTensor, _ geometry: WindowGeometry, shape: [Int]) throws -> Tensor {
        let spatial = Array(input.shape[2...])
        let size = spatial.reduce(1, *), outputs = geometry.outputCount
        var values: [Int64] = []
        input.values.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            for plane in 0..<input.shape[0] * input.shape[1] {
                for position in 0..<outputs {
                    let w = position % geometry.width.output
                    let h = position / geometry.width.output % geometry.height.output
                    let d = position / (geometry.width.output * geometry.height.output)
                    var place = Self.place(geometry, start + plane * size, d, h, w) ?? 0
                    if storageOrder == 1 {
                        var (rest, turned, stride) = (place, 0, size)
                        for extent in spatial.reversed() {
                            stride /= extent
                            turned += rest % extent * stride
                            rest /= extent
                        }
                        place = turned
                    }
                    values.append(Int64(plane * size + place))
                }
            }
        }
        return Tensor(shape: shape, int64s: values)
    }
}
