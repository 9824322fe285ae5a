import FixedPoint
import Kernels
import TestSupport
import Testing

/// Winograd's F(2x2,3x3) against the definition of the layer: im2col and gemm of the scalar set.
@Suite struct WinogradTests {
    struct Case: Sendable, CustomStringConvertible {
        var samples = 1
        var size: (Int, Int)
        var pads = (1, 1, 1, 1)
        var channels: Int
        var outputs: Int
        var block: Int?
        var range: ClosedRange<Int16> = 0...16383
        var residual = false
        var float = false
        /// Powers of two between this and this + 3 per column.
        var exponent = -14

        var description: String {
            "\(samples)x\(size.0)x\(size.1)x\(channels) to \(outputs) pads \(pads) block \(block ?? 0) \(range) "
                + "\(residual ? "residual " : "")\(float ? "float " : "")2^\(exponent)"
        }
    }

    static let cases: [Case] = {
        var cases: [Case] = []
        // One tile, tiles that reach beyond the image, rows and columns of primes.
        for size in [(1, 1), (2, 2), (1, 5), (3, 2), (7, 7), (13, 11), (8, 31)] {
            cases.append(Case(size: size, channels: 17, outputs: 33, residual: true))
            cases.append(Case(samples: 2, size: size, channels: 32, outputs: 16, block: 16, range: -8191...8191))
        }
        for channels in [1, 2, 15, 16, 31, 33, 63, 97] {
            cases.append(Case(size: (6, 5), channels: channels, outputs: 20))
            cases.append(Case(size: (6, 5), channels: channels, outputs: 20, block: 6, residual: true, float: true))
        }
        for outputs in [1, 15, 16, 17, 31, 32, 48, 65] {
            cases.append(Case(size: (5, 9), channels: 20, outputs: outputs, block: 8, range: -100...16000))
        }
        // All numbers of tiles that the kernels' groups are made of.
        for width in 1...32 { cases.append(Case(size: (2, 2 * width - 1), channels: 4, outputs: 40, exponent: -9)) }
        // More than 256 channels: groups of twice the size.
        for width in [9, 28, 30, 57] {
            cases.append(Case(size: (2, width), channels: 300, outputs: 40, block: 64, exponent: -18))
        }
        for pads in [(0, 0, 0, 0), (2, 2, 2, 2), (0, 1, 2, 0), (1, 0, 0, 2)] {
            cases.append(Case(size: (6, 7), pads: pads, channels: 18, outputs: 24))
        }
        cases.append(Case(size: (9, 9), channels: 24, outputs: 24, exponent: -2))
        return cases
    }()

    private static let untouchedFloat: Float = -77

    private struct Operands {
        var input: [Int16], weights: [Int16], bias: [Int32], scale: [Float], residual: [Int16]
        var window: Window

        init(_ test: Case, seed: UInt64) {
            var random = SeededGenerator(seed: seed)
            window = KernelTests.window(test.size, (3, 3), pads: test.pads)
            input = (0..<test.samples * test.size.0 * test.size.1 * test.channels).map { _ in
                switch Int.random(in: 0..<4, using: &random) {
                case 0: test.range.lowerBound
                case 1: test.range.upperBound
                default: Int16.random(in: test.range, using: &random)
                }
            }
            // As large as the proof allows: each output's weights are halved until it holds.
            weights = []
            for _ in 0..<test.outputs {
                var row = (0..<test.channels * 9).map { _ in Int32.random(in: -32767...32767, using: &random) }
                while !Self.isProven(row, test) { row = row.map { $0 / 2 } }
                weights += row.map { Int16($0) }
            }
            bias = (0..<test.outputs).map { _ in Int32.random(in: -60000...60000, using: &random) }
            scale = (0..<test.outputs).map { _ in
                Float(sign: .plus, exponent: test.exponent + Int.random(in: 0...3, using: &random), significand: 1)
            }
            residual = random.mantissas(test.samples * window.outputHeight * window.outputWidth * test.outputs)
        }

        private static func isProven(_ row: [Int32], _ test: Case) -> Bool {
            let chunk = 9 * (test.block ?? test.channels)
            let worst = OverflowProof.worstCaseAccumulator(
                weights: row.map { Int16($0) }, minimum: test.range.lowerBound, maximum: test.range.upperBound,
                chunk: chunk, bias: 60000)
            // The sum with the bias of either sign.
            return OverflowProof.holds(worst + 60000)
                && row.withUnsafeBufferPointer {
                    WinogradSums.suit(
                        $0, chunk: chunk, minimum: Int(test.range.lowerBound), maximum: Int(test.range.upperBound))
                }
        }
    }

    private struct Result: Equatable {
        var int16: Counted
        var float: [UInt32]
    }

    /// Runs `body` with an epilogue whose pointers end at pages without access.
    private func withEpilogue(
        _ test: Case, _ operands: Operands, paddedColumns: Int, isBounded: Bool, _ body: (OutputEpilogue) -> Int
    ) -> Result {
        let bias = AlignedBuffer([Int32](repeating: 1 << 28, count: paddedColumns))
        _ = bias.buffer.update(fromContentsOf: operands.bias)
        let scale = AlignedBuffer([Float](repeating: 1, count: paddedColumns))
        _ = scale.buffer.update(fromContentsOf: operands.scale)
        let residual = GuardedBuffer(operands.residual)
        let count = operands.residual.count
        let int16 = GuardedBuffer([Int16](repeating: untouched, count: count))
        let float = GuardedBuffer([Float](repeating: Self.untouchedFloat, count: count))
        let saturations = body(
            OutputEpilogue(
                bias: bias.pointer, scale: scale.pointer,
                residual: test.residual
                    ? .init(pointer: residual.pointer, stride: test.outputs, scale: 0.25) : nil,
                limits: OutputLimits(lower: -9000.5, upper: .infinity, minimum: -32767, maximum: 32767),
                largest: isBounded
                    ? OutputEpilogue.largest(
                        sums: (test.channels - 1) / (test.block ?? test.channels) + 1, scale: operands.scale.max() ?? 0,
                        residualScale: 0.25) : .infinity,
                output: test.float
                    ? .float32(float.pointer, stride: test.outputs) : .int16(int16.pointer, stride: test.outputs)))
        return withExtendedLifetime((bias, scale, residual, int16, float)) {
            Result(
                int16: Counted(
                    values: Array(UnsafeBufferPointer(start: int16.pointer, count: count)), saturations: saturations),
                float: bits(Array(UnsafeBufferPointer(start: float.pointer, count: count))))
        }
    }

    private func direct(
        _ table: KernelTable, _ test: Case, _ operands: Operands, isBounded: Bool = false
    ) -> Result {
        let window = operands.window
        let packed = operands.weights.withUnsafeBufferPointer {
            PackedWeights(
                convolution: $0, outputs: 0..<test.outputs, inputs: test.channels, kernelHeight: 3, kernelWidth: 3,
                channelBlock: test.block, nr: table.gemmColumns)
        }
        let row = KernelTable.im2colRow(window, channels: test.channels)
        let pixels = window.outputHeight * window.outputWidth
        let input = AlignedBuffer(operands.input), matrix = AlignedBuffer<Int16>(count: test.samples * pixels * row)
        return withEpilogue(test, operands, paddedColumns: packed.paddedColumns, isBounded: isBounded) { epilogue in
            for sample in 0..<test.samples {
                table.im2col(
                    input: input.pointer + sample * window.height * window.width * test.channels,
                    inputStride: test.channels, channels: test.channels, channelBlock: test.block, window: window,
                    pixels: 0..<pixels, output: matrix.pointer + sample * pixels * row, outputStride: row)
            }
            return table.gemm(
                GemmArguments(
                    a: matrix.pointer, aStride: row, weights: packed.matrix,
                    chunk: test.block.map { 9 * $0 } ?? .max, rows: test.samples * pixels, columns: 0..<test.outputs,
                    epilogue: epilogue))
        }
    }

    /// In two ranges of tiles, each in two blocks of columns, as threads would.
    private func winograd(_ table: KernelTable, _ test: Case, _ operands: Operands, isBounded: Bool) -> Result {
        let tiles = WinogradTiles(operands.window)
        let weights = operands.weights.withUnsafeBufferPointer {
            PackedWinogradWeights(
                $0, n: test.outputs, channels: test.channels, channelBlock: test.block ?? test.channels,
                offset: WinogradSums.offset(
                    minimum: Int(test.range.lowerBound), maximum: Int(test.range.upperBound)),
                nr: table.gemmColumns)
        }
        let input = GuardedBuffer(operands.input)
        let count = test.samples * tiles.perImage
        return withEpilogue(test, operands, paddedColumns: weights.paddedColumns, isBounded: isBounded) { epilogue in
            var saturations = 0
            for range in [0..<count / 3, count / 3..<count] where !range.isEmpty {
                let transformed = GuardedBuffer(
                    [Int16](
                        repeating: untouched,
                        count: WinogradInput.elementCount(tiles: range.count, channels: test.channels)))
                let view = WinogradInput(transformed.pointer, tiles: range.count, channels: test.channels)
                table.winogradInput(input.pointer, tiles: tiles, range: range, weights: weights, output: view)
                let split = min(test.outputs, (test.outputs / 2 + weights.nr - 1) / weights.nr * weights.nr)
                for columns in [0..<split, split..<test.outputs] where !columns.isEmpty {
                    saturations += table.winograd(
                        view, tiles: tiles, range: range, weights: weights, columns: columns, epilogue: epilogue)
                }
                withExtendedLifetime(transformed) {}
            }
            return withExtendedLifetime(input) { saturations }
        }
    }

    @Test(arguments: cases.indices)
    func equalsTheConvolution(index: Int) {
        let test = Self.cases[index]
        let operands = Operands(test, seed: UInt64(index))
        let expected = direct(.table(for: .scalar), test, operands)
        #expect(expected.int16.values.contains { $0 != 0 && $0 != untouched } != test.float)
        for table in tables {
            for isBounded in [false, true] {
                let gemm = direct(table, test, operands, isBounded: isBounded)
                #expect(gemm == expected, "\(table.instructionSet), gemm, \(test)")
                guard table.hasWinograd else { continue }
                let found = winograd(table, test, operands, isBounded: isBounded)
                let message = firstDifference(found.int16.values, expected.int16.values)
                #expect(found == expected, "\(table.instructionSet), \(test): \(message)")
            }
        }
    }

    @Test func theVectorSetsHaveIt() {
        for table in tables {
            #expect(table.hasWinograd == ![.scalar, .neon].contains(table.instructionSet), "\(table.instructionSet)")
        }
    }

    @Test func someCaseSaturates() {
        let counts = Self.cases.indices.map { index in
            direct(.table(for: .scalar), Self.cases[index], Operands(Self.cases[index], seed: UInt64(index))).int16
                .saturations
        }
        #expect(counts.contains { $0 > 100 })
        #expect(counts.contains(0))
    }
}
