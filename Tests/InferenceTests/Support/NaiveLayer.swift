import FixedPoint
import ModelGraph

/// The exact numerics of a layer, written as plainly as can be.
enum NaiveLayer {
    /// The value of one output in units of the output's mantissa (of 1 for float32 results) before it is clamped.
    ///
    /// - Parameter products: weight and input of each element of the reduction, in order.
    static func value(
        _ products: [(Int16, Int16)], bias: Int32, chunk: Int, exponent: Int, residual: Float? = nil
    ) -> Float {
        var result: Float = 0
        for (index, begin) in stride(from: 0, to: products.count, by: chunk).enumerated() {
            var sum = index == 0 ? Int(bias) : 0
            for (weight, input) in products[begin..<min(begin + chunk, products.count)] {
                sum += Int(weight) * Int(input)
            }
            precondition(abs(sum) <= Int(Int32.max), "the test overflows its accumulator")
            result = index == 0 ? Float(sum) : result + Float(sum)
        }
        let scaled = result * powerOfTwo(exponent)
        return residual.map { scaled + $0 } ?? scaled
    }

    /// A convolution of (N, C, H, W) by (O, C / group, kh, kw).
    static func convolution(
        _ x: Mantissas, _ layer: TestLayer, strides: (Int, Int), pads: (Int, Int), dilations: (Int, Int), group: Int,
        output: (height: Int, width: Int), format: DFPFormat?, residual: Mantissas? = nil
    ) -> [Float] {
        let (n, c, h, w) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
        let (o, inputs, kh, kw) = (layer.shape[0], layer.shape[1], layer.shape[2], layer.shape[3])
        let block = layer.channelBlock ?? inputs
        var results: [Float] = []
        for sample in 0..<n {
            for oc in 0..<o {
                for oy in 0..<output.height {
                    for ox in 0..<output.width {
                        var products: [(Int16, Int16)] = []
                        for begin in stride(from: 0, to: inputs, by: block) {
                            for y in 0..<kh {
                                for xx in 0..<kw {
                                    for ic in begin..<min(begin + block, inputs) {
                                        let iy = oy * strides.0 + y * dilations.0 - pads.0
                                        let ix = ox * strides.1 + xx * dilations.1 - pads.1
                                        let channel = oc / (o / group) * inputs + ic
                                        let inside = (0..<h).contains(iy) && (0..<w).contains(ix)
                                        let value = inside ? x.values[((sample * c + channel) * h + iy) * w + ix] : 0
                                        products.append((layer.weights[((oc * inputs + ic) * kh + y) * kw + xx], value))
                                    }
                                }
                            }
                        }
                        let index = results.count
                        let shift = -(format?.exponent ?? 0)
                        results.append(
                            value(
                                products, bias: layer.bias?[oc] ?? 0, chunk: layer.chunk,
                                exponent: x.format.exponent + layer.exponents[oc] + shift,
                                residual: residual.map {
                                    Float($0.values[index]) * powerOfTwo($0.format.exponent + shift)
                                }))
                    }
                }
            }
        }
        return results
    }
}
