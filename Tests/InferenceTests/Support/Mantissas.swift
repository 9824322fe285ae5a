import FixedPoint
import ModelGraph
import TestSupport

/// Mantissas in ONNX's order with their format: what the naive references compute with.
struct Mantissas: Equatable {
    var shape: [Int]
    var values: [Int16]
    var format: DFPFormat

    /// Random ones within the format's limits.
    init(_ shape: [Int], _ format: DFPFormat, _ random: inout SeededGenerator) {
        self.shape = shape
        self.format = format
        values = (0..<shape.reduce(1, *)).map { _ in
            Int16.random(in: format.minimum...format.maximum, using: &random)
        }
    }

    /// What a kernel makes of float results in units of the mantissa: clamp, round to nearest even, saturate.
    init(_ shape: [Int], _ format: DFPFormat, units: [Float], lower: Float? = nil, upper: Float? = nil) {
        self.shape = shape
        self.format = format
        let unit = Float(sign: .plus, exponent: -format.exponent, significand: 1)
        values = units.map { value in
            if value.isNaN { return 0 }
            var value = value
            if let lower { value = max(value, lower * unit) }
            if let upper { value = min(value, upper * unit) }
            let rounded = value.rounded(.toNearestOrEven)
            return Int16(min(max(rounded, Float(format.minimum)), Float(format.maximum)))
        }
    }

    /// The same as float32, which is exact.
    var tensor: Tensor { Tensor(shape: shape, floats: floats) }
    var floats: [Float] { values.map { Float($0) * format.scale } }

    /// One sample of the batch.
    func sample(_ index: Int) -> Mantissas {
        var one = self
        let size = values.count / shape[0]
        one.shape[0] = 1
        one.values = Array(values[index * size..<(index + 1) * size])
        return one
    }

    /// Rank 4 only: the elements in the order NHWC.
    var channelsLast: [Int16] {
        let (n, c, pixels) = (shape[0], shape[1], shape[2] * shape[3])
        return (0..<n * pixels * c).map { index in
            values[index / (pixels * c) * pixels * c + index % c * pixels + index / c % pixels]
        }
    }
}

func powerOfTwo(_ exponent: Int) -> Float { Float(sign: .plus, exponent: exponent, significand: 1) }
