/// The discrete Fourier transform along an axis: inputs input (..., 1 or 2), optional dft_length, optional axis.
package struct DFT: Operator {
    package static let name = "DFT"

    package var inverse: Bool
    package var onesided: Bool
    /// Where no axis is given: 1 until opset 19, -2 since then.
    package var defaultAxis: Int

    package init(inverse: Bool = false, onesided: Bool = false, defaultAxis: Int = -2) {
        self.inverse = inverse
        self.onesided = onesided
        self.defaultAxis = defaultAxis
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["input", "dft_length", "axis"], required: 1)
        let x = try inputs.float(0)
        guard x.shape.count >= 2 else { throw GraphError.invalid("an input of shape \(x.shape)") }
        var shape = x.shape
        shape[shape.count - 1] = .fixed(inverse && onesided ? 1 : 2)
        if inputs.optional(2) != nil, try inputs.integersIfConstant(2, "axis") == nil {
            return [TensorType(x.elementType, shape.dropLast().map { _ in .unknown } + shape.suffix(1))]
        }
        let axis = try Axis.normalized(inputs.integersIfConstant(2, "axis")?.first ?? defaultAxis, rank: shape.count)
        var length = shape[axis].fixed.map { inverse && onesided ? 2 * ($0 - 1) : $0 }
        if inputs.optional(1) != nil { length = try inputs.integersIfConstant(1, "dft_length")?.first }
        shape[axis] = length.map { .fixed(onesided && !inverse ? $0 / 2 + 1 : $0) } ?? .unknown
        return [TensorType(x.elementType, shape)]
    }
}

extension DFT {
    package static var nativeFloats: [ElementType] { [.float32, .float64] }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let x = try arguments.required(0, "input")
        guard x.shape.count >= 2, let parts = x.shape.last, parts == 1 || parts == 2 else {
            throw GraphError.invalid("an input of shape \(x.shape); expected (..., 1) or (..., 2)")
        }
        let axis = try Axis.normalized(
            arguments.optionalIntegers(2, "axis")?.first ?? defaultAxis, rank: x.shape.count)
        guard axis < x.shape.count - 1 else { throw GraphError.invalid("axis \(axis) holds real and imaginary parts") }
        let own = x.shape[axis]
        let length =
            try arguments.optionalIntegers(1, "dft_length")?.first ?? (inverse && onesided ? 2 * (own - 1) : own)
        guard length > 0 else { throw GraphError.invalid("dft_length is \(length)") }
        let count = onesided && !inverse ? length / 2 + 1 : length
        let outputParts = inverse && onesided ? 1 : 2
        var shape = x.shape
        shape[axis] = count
        shape[shape.count - 1] = outputParts
        _ = try ShapeLimits.count(shape)
        let values = try x.doubles("input")
        let transform = DiscreteFourier(length: length)
        var result = [Double](repeating: 0, count: shape.reduce(1, *))
        // Runs along the axis; the last axis (real, imaginary) is taken whole.
        let inner = x.shape[(axis + 1)..<(x.shape.count - 1)].reduce(1, *)
        for outer in 0..<x.shape[..<axis].reduce(1, *) {
            for place in 0..<inner {
                let index = { (n: Int) in ((outer * own + n) * inner + place) * parts }
                var real = (0..<own).map { values[index($0)] }
                var imaginary = (0..<own).map { parts == 2 ? values[index($0) + 1] : 0 }
                if inverse && onesided {
                    // The other half is the mirror image, conjugated.
                    for n in min(own, length)..<max(length, min(own, length)) where length - n < own {
                        real.append(real[length - n])
                        imaginary.append(-imaginary[length - n])
                    }
                }
                let (re, im) = transform.transform(real, imaginary, inverse: inverse, count: count)
                for k in 0..<count {
                    let target = ((outer * count + k) * inner + place) * outputParts
                    result[target] = re[k]
                    if outputParts == 2 { result[target + 1] = im[k] }
                }
            }
        }
        return [Tensor(shape: shape, result).converted(to: x.elementType)]
    }
}
