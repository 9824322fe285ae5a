/// The window of a convolution or a pool: attributes as ONNX gives them, and the extents that follow.
package struct SlidingWindow: Sendable, Hashable {
    package var kernelShape: [Int]
    package var strides: [Int]
    /// All beginnings, then all ends.
    package var pads: [Int]
    package var dilations: [Int]
    package var autoPad: AutoPad
    package var ceilMode: Bool

    /// Extents, strides, pads and dilations stay within this, so that no sum of a few overflows.
    private static let limit = 1 << 24

    /// Empty lists stand for ONNX's defaults.
    package init(
        kernelShape: [Int], strides: [Int], pads: [Int], dilations: [Int], autoPad: AutoPad, ceilMode: Bool = false
    ) throws(GraphError) {
        let rank = kernelShape.count
        self.kernelShape = kernelShape
        self.strides = strides.isEmpty ? [Int](repeating: 1, count: rank) : strides
        self.pads = pads.isEmpty ? [Int](repeating: 0, count: 2 * rank) : pads
        self.dilations = dilations.isEmpty ? [Int](repeating: 1, count: rank) : dilations
        self.autoPad = autoPad
        self.ceilMode = ceilMode
        guard self.strides.count == rank, self.dilations.count == rank, self.pads.count == 2 * rank else {
            throw .invalid(
                "kernel_shape \(kernelShape), strides \(strides), pads \(pads), dilations \(dilations) do not fit together"
            )
        }
        let positive = kernelShape + self.strides + self.dilations
        guard positive.allSatisfy({ (1...Self.limit).contains($0) }) else {
            throw .invalid("kernel_shape, strides and dilations must be 1...\(Self.limit): \(positive)")
        }
        guard self.pads.allSatisfy({ (0...Self.limit).contains($0) }) else {
            throw .invalid("pads must be 0...\(Self.limit): \(self.pads)")
        }
    }

    /// A pool's window always has an element of the input: padding is narrower than the window.
    func checkPadsOfPool() throws(GraphError) {
        for (index, pad) in pads.enumerated() where autoPad == .notSet && pad > 0 {
            let axis = index % kernelShape.count
            guard pad <= (kernelShape[axis] - 1) * dilations[axis] else {
                throw .invalid("pads \(pads) are as wide as the window \(kernelShape)")
            }
        }
    }

    /// The spatial extents of the output.
    package func outputExtents(_ input: [Dimension]) throws(GraphError) -> [Dimension] {
        guard input.count == kernelShape.count else {
            throw .invalid("a window of \(kernelShape.count) axes over an input of \(input.count) spatial axes")
        }
        var result: [Dimension] = []
        for axis in input.indices {
            switch input[axis] {
            case .fixed(let extent):
                result.append(.fixed(try outputExtent(extent, axis: axis)))
            case .symbol(let name):
                result.append(.symbol("window(\(name), \(key(axis)))"))
            }
        }
        return result
    }

    /// What the output extent of an axis depends on: equal windows give an unknown extent equal names.
    private func key(_ axis: Int) -> String {
        let rank = kernelShape.count
        return
            "k\(kernelShape[axis]) s\(strides[axis]) p\(pads[axis])+\(pads[rank + axis]) d\(dilations[axis]) "
            + "\(autoPad.rawValue)\(ceilMode ? " ceil" : "")"
    }

    private func outputExtent(_ extent: Int, axis: Int) throws(GraphError) -> Int {
        guard (0...Self.limit).contains(extent) else {
            throw .unsupported("a spatial extent of \(extent); at most \(Self.limit) is supported")
        }
        let stride = strides[axis]
        let reach = (kernelShape[axis] - 1) * dilations[axis] + 1
        var padBegin = pads[axis]
        var padEnd = pads[kernelShape.count + axis]
        switch autoPad {
        case .sameUpper, .sameLower: return (extent + stride - 1) / stride
        case .valid: (padBegin, padEnd) = (0, 0)
        case .notSet: break
        }
        let room = extent + padBegin + padEnd - reach
        guard room >= 0 else {
            throw .invalid("a window over \(reach) elements does not fit \(extent + padBegin + padEnd) of axis \(axis)")
        }
        var output = room / stride + 1
        // One window more when rounding up, unless it would begin in the padding at the end.
        if ceilMode, room % stride != 0, output * stride < extent + padBegin { output += 1 }
        return output
    }
}
