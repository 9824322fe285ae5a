/// One spatial axis of a window operator, all numbers in elements.
package struct WindowAxis: Sendable, Hashable {
    package var input = 1
    package var output = 1
    package var kernel = 1
    package var stride = 1
    package var dilation = 1
    package var padBegin = 0
    package var padEnd = 0

    /// Where the window of output `position` puts its first tap; negative inside the padding.
    package func start(_ position: Int) -> Int { position * stride - padBegin }

    /// The taps of output `position` that lie inside the input.
    package func taps(_ position: Int) -> Range<Int> {
        let start = start(position)
        let lower = min(kernel, max(0, Self.ceilDivide(-start, dilation)))
        let upper = min(kernel, max(0, Self.ceilDivide(input - start, dilation)))
        return lower..<max(lower, upper)
    }

    /// How many taps of output `position` lie inside the input and its padding. They are fewer than the kernel
    /// has only where rounding up made a window that runs over the padding's end.
    package func paddedTaps(_ position: Int) -> Int {
        min(kernel, max(0, Self.ceilDivide(input + padEnd - start(position), dilation)))
    }

    /// The output positions whose tap number `tap` lies inside the input.
    package func outputs(tap: Int) -> Range<Int> {
        let shift = tap * dilation - padBegin
        let lower = min(output, max(0, Self.ceilDivide(-shift, stride)))
        let upper = min(output, max(0, Self.ceilDivide(input - shift, stride)))
        return lower..<max(lower, upper)
    }

    static func ceilDivide(_ a: Int, _ b: Int) -> Int { a >= 0 ? (a + b - 1) / b : -(-a / b) }
}
