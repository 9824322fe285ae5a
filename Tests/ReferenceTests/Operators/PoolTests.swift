import ModelGraph
import Reference
import Testing

@Suite struct PoolTests {
    /// -1 -2 -3 -4
    let row = floats([-1, -2, -3, -4], [1, 1, 4])

    @Test func paddingNeverWinsTheMaximum() throws {
        let op = MaxPool(dilations: [1], kernelShape: [3], pads: [1, 1], strides: [2])
        #expect(try evaluate(op, row) == floats([-1, -2], [1, 1, 2]))
    }

    @Test func paddingIsCountedOnlyWhenAsked() throws {
        var op = AveragePool(dilations: [1], kernelShape: [2], pads: [1, 1], strides: [2])
        #expect(try evaluate(op, row) == floats([-1, -2.5, -4], [1, 1, 3]))
        op.countIncludePad = true
        #expect(try evaluate(op, row) == floats([-0.5, -2.5, -2], [1, 1, 3]))
    }

    @Test func whatRoundingUpAddsIsNeverCounted() throws {
        // Windows over 0..<3 and 2..<5: the element at 4 is neither input nor padding.
        let op = AveragePool(
            ceilMode: true, countIncludePad: true, dilations: [1], kernelShape: [3], pads: [0, 0], strides: [2])
        #expect(try evaluate(op, row) == floats([-2, -3.5], [1, 1, 2]))
    }

    @Test func noWindowBeginsInThePaddingAtTheEnd() throws {
        // 4 + 1 + 1 - 2 = 4 = 3 + 1: the window at 6 - 1 = 5 would hold padding only.
        let op = MaxPool(ceilMode: true, dilations: [1], kernelShape: [2], pads: [1, 1], strides: [3])
        #expect(try evaluate(op, row) == floats([-1, -3], [1, 1, 2]))
    }

    @Test func globalPoolsKeepTheirAxes() throws {
        let planes = floats([1, 2, 3, 6, -1, -1, -5, -1], [1, 2, 2, 2])
        #expect(try evaluate(GlobalAveragePool(), planes) == floats([3, -2], [1, 2, 1, 1]))
        #expect(try evaluate(GlobalMaxPool(), planes) == floats([6, -1], [1, 2, 1, 1]))
    }

    @Test func refusesWindowsOverTheImage() {
        let op = MaxPool(dilations: [1], kernelShape: [5], pads: [0, 0], strides: [1])
        #expect(throws: GraphError.self) { try evaluate(op, row) }
    }
}
