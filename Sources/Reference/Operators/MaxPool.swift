package import ModelGraph

extension MaxPool: ReferenceOperator {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let input = try arguments.floats(0, "X")
        let planes = try Planes(input)
        let window = try SlidingWindow(
            kernelShape: kernelShape, strides: strides, pads: pads, dilations: dilations, autoPad: autoPad,
            ceilMode: ceilMode)
        let geometry = try WindowGeometry(extents: Array(input.shape[2...]), window: window)
        let (depth, height, width) = (geometry.depth, geometry.height, geometry.width)
        let result = try planes.windows(geometry) { plane, d, h, w in
            var largest = -Float.infinity
            for i in depth.taps(d) {
                for j in height.taps(h) {
                    let row =
                        (depth.start(d) + i * depth.dilation) * height.input
                        + height.start(h) + j * height.dilation
                    for k in width.taps(w) {
                        largest = max(largest, plane[row * width.input + width.start(w) + k * width.dilation])
                    }
                }
            }
            return largest
        }
        return [result]
    }
}
