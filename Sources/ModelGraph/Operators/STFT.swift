/// Fourier transforms of windows that move along a signal: inputs signal (N, length, 1 or 2), frame_step, optional window,
/// optional frame_length.
package struct STFT: Operator {
    package static let name = "STFT"

    package var onesided: Bool

    package init(onesided: Bool = true) {
        self.onesided = onesided
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["signal", "frame_step", "window", "frame_length"], required: 2)
        let signal = try inputs.float(0)
        guard signal.shape.count == 2 || signal.shape.count == 3 else {
            throw GraphError.invalid("a signal of shape \(signal.shape); expected (N, length, 1 or 2)")
        }
        let window = inputs.optional(2)?.type.shape.first?.fixed
        let length = try inputs.integersIfConstant(3, "frame_length")?.first ?? window
        let step = try inputs.integersIfConstant(1, "frame_step")?.first
        var shape: [Dimension] = [signal.shape[0], .unknown, .unknown, 2]
        if let length, let step, step > 0, let extent = signal.shape[1].fixed, length > 0, extent >= length {
            shape[1] = .fixed((extent - length) / step + 1)
            shape[2] = .fixed(onesided ? length / 2 + 1 : length)
        }
        return [TensorType(signal.elementType, shape)]
    }
}

extension STFT {
    package static var nativeFloats: [ElementType] { [.float32, .float64] }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let signal = try arguments.required(0, "signal")
        let window = try arguments.optional(2)?.doubles("window")
        guard let step = try arguments.integers(1, "frame_step").first, step > 0, signal.shape.count >= 2,
            signal.shape.count == 2 || signal.shape[2] == 1 || signal.shape[2] == 2
        else { throw GraphError.invalid("a signal of shape \(signal.shape) and its frame_step") }
        let (extent, parts) = (signal.shape[1], signal.shape.count == 2 ? 1 : signal.shape[2])
        let length = try arguments.optionalIntegers(3, "frame_length")?.first ?? window?.count ?? extent
        guard length > 0, length <= extent, window == nil || window?.count == length else {
            throw GraphError.invalid(
                "frames of \(length) for a signal of \(extent) and a window of \(window?.count ?? 0)")
        }
        let frames = (extent - length) / step + 1
        let bins = onesided ? length / 2 + 1 : length
        let shape = [signal.shape[0], frames, bins, 2]
        _ = try ShapeLimits.count(shape)
        let values = try signal.doubles("signal")
        let transform = DiscreteFourier(length: length)
        var result: [Double] = []
        for sample in 0..<signal.shape[0] {
            for frame in 0..<frames {
                let index = { (n: Int) in ((sample * extent) + frame * step + n) * parts }
                let real = (0..<length).map { values[index($0)] * (window?[$0] ?? 1) }
                let imaginary = (0..<length).map { parts == 2 ? values[index($0) + 1] * (window?[$0] ?? 1) : 0 }
                let (re, im) = transform.transform(real, imaginary, inverse: false, count: bins)
                for k in 0..<bins { result += [re[k], im[k]] }
            }
        }
        return [Tensor(shape: shape, result).converted(to: signal.elementType)]
    }
}
