import Kernels

/// The obvious definition of what kernels compute, in Swift, one element at a time.
enum Definition {
    /// Clamp, round to nearest even, saturate; true when saturating changed the rounded value.
    static func limited(_ value: Float, _ limits: OutputLimits) -> (mantissa: Int16, isSaturated: Bool) {
        var value = value.isNaN ? 0 : value
        if value < limits.lower { value = limits.lower }
        if value > limits.upper { value = limits.upper }
        value.round(.toNearestOrEven)
        if value < Float(limits.minimum) { return (limits.minimum, true) }
        if value > Float(limits.maximum) { return (limits.maximum, true) }
        return (Int16(value), false)
    }

    /// Chunk sums, exact in Int64, become float32 one after the other.
    static func reduced(_ terms: [Int64], bias: Int32, chunk: Int) -> Float {
        var sum: Float = 0
        for begin in stride(from: 0, to: terms.count, by: min(chunk, terms.count)) {
            var exact: Int64 = begin == 0 ? Int64(bias) : 0
            for term in terms[begin..<min(begin + min(chunk, terms.count), terms.count)] { exact += term }
            precondition(abs(exact) < 1 << 31, "the case itself overflows")
            sum = begin == 0 ? Float(exact) : sum + Float(exact)
        }
        return sum
    }

    /// Whether the window's tap lies inside the image, and where; `padded` when only inside the padded image.
    enum Tap: Equatable {
        case inside(row: Int, column: Int)
        case padding
        case outside
    }

    static func tap(_ window: Window, output: (row: Int, column: Int), y: Int, x: Int) -> Tap {
        let row = output.row * window.strideHeight + y * window.dilationHeight - window.padTop
        let column = output.column * window.strideWidth + x * window.dilationWidth - window.padLeft
        if (0..<window.height).contains(row) && (0..<window.width).contains(column) {
            return .inside(row: row, column: column)
        }
        let isPadding = row < window.height + window.padBottom && column < window.width + window.padRight
        return isPadding ? .padding : .outside
    }
}
