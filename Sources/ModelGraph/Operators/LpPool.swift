import PortableMath

/// The Lp norm over windows.
package struct LpPool: Operator {
    package static let name = "LpPool"

    package var autoPad: AutoPad
    package var ceilMode: Bool
    package var dilations: [Int]
    package var kernelShape: [Int]
    package var p: Int
    package var pads: [Int]
    package var strides: [Int]

    package init(
        autoPad: AutoPad = .notSet, ceilMode: Bool = false, dilations: [Int] = [], kernelShape: [Int], p: Int = 2,
        pads: [Int] = [], strides: [Int] = []
    ) {
        self.autoPad = autoPad
        self.ceilMode = ceilMode
        self.dilations = dilations
        self.kernelShape = kernelShape
        self.p = p
        self.pads = pads
        self.strides = strides
    }

    private func window() throws -> SlidingWindow {
        guard p >= 1 else { throw GraphError.invalid("p is \(p); expected 1 or more") }
        return try SlidingWindow(
            kernelShape: kernelShape, strides: strides, pads: pads, dilations: dilations, autoPad: autoPad,
            ceilMode: ceilMode)
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let x = try OperatorInputs(inputs, names: ["X"], required: 1).float(0)
        guard x.shape.count >= 3 else { throw GraphError.invalid("X of shape \(x.shape); expected (N, C, ...)") }
        return [
            TensorType(x.elementType, x.shape.prefix(2) + (try window().outputExtents(Array(x.shape.dropFirst(2)))))
        ]
    }
}

extension LpPool {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let input = try arguments.floats(0, "X")
        let planes = try Planes(input)
        let geometry = try WindowGeometry(extents: Array(input.shape[2...]), window: window())
        let (depth, height, width) = (geometry.depth, geometry.height, geometry.width)
        let result = try planes.windows(geometry) { plane, d, h, w in
            var sum = 0.0
            for i in depth.taps(d) {
                for j in height.taps(h) {
                    let row =
                        (depth.start(d) + i * depth.dilation) * height.input + height.start(h) + j * height.dilation
                    for k in width.taps(w) {
                        sum += PortableMath.pow(
                            Double(abs(plane[row * width.input + width.start(w) + k * width.dilation])), Double(p))
                    }
                }
            }
            return Float(PortableMath.pow(sum, 1 / Double(p)))
        }
        return [result]
    }
}
