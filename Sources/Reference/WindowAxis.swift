import ModelGraph

/// One spatial axis of a window operator, all numbers in elements.
struct WindowAxis {
    var input = 1
    var output = 1
    var kernel = 1
    var stride = 1
    var dilation = 1
    var padBegin = 0
    var padEnd = 0

    /// Where the window of output `position` puts its first tap; negative inside the padding.
    func start(_ position: Int) -> Int { position * stride - padBegin }

    /// The taps of output `position` that lie inside the input.
    func taps(_ position: Int) -> Range<Int> {
        let start = start(position)
        let lower = min(kernel, max(0, Self.ceilDivide(-start, dilation)))
        let upper = min(kernel, max(0, Self.ceilDivide(input - start, dilation)))
        return lower..<max(lower, upper)
    }

    /// How many taps of output `position` lie inside the input and its padding. They are fewer than the kernel
    /// has only where rounding up made a window that runs over the padding's end.
    func paddedTaps(_ position: Int) -> Int {
        min(kernel, max(0, Self.ceilDivide(input + padEnd - start(position), dilation)))
    }

    /// The output positions whose tap number `tap` lies inside the input.
    func outputs(tap: Int) -> Range<Int> {
        let shift = tap * dilation - padBegin
        let lower = min(output, max(0, Self.ceilDivide(-shift, stride)))
        let upper = min(output, max(0, Self.ceilDivide(input - shift, stride)))
        return lower..<max(lower, upper)
    }

    static func ceilDivide(_ a: Int, _ b: Int) -> Int { a >= 0 ? (a + b - 1) / b : -(-a / b) }
}
