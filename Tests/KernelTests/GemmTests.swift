import Kernels
import TestSupport
import Testing

@Suite struct GemmTests {
    struct Case: Sendable, CustomStringConvertible {
        var m, n, k: Int
        var chunk = Int.max
        var aPadding = 0, outputPadding = 0
        var weightLimit: Int16 = 300
        var residual = false
        var float = false
        var clamped = false
        /// Powers of two between this and this + 3 per column.
        var exponent = -10
        /// The activation's bounds, where they are others.
        var bounds: (lower: Float, upper: Float)?

        var description: String {
            "\(m)x\(n)x\(k) chunk \(chunk == .max ? "all" : "\(chunk)") pad \(aPadding),\(outputPadding) "
                + "\(residual ? "residual " : "")\(float ? "float " : "")\(clamped ? "clamped " : "")2^\(exponent)"
        }
    }

    static let cases: [Case] = {
        var cases: [Case] = []
        // Rows around every tile height, columns around every tile width, odd and tiny reductions.
        for m in [1, 2, 3, 5, 6, 7, 12, 13, 14, 15, 17, 28, 29] {
            cases.append(Case(m: m, n: 33, k: 19))
            cases.append(Case(m: m, n: 16, k: 64, chunk: 32, residual: true))
        }
        for n in [1, 2, 15, 16, 17, 31, 32, 33, 47, 48, 49, 64, 65, 97] {
            cases.append(Case(m: 5, n: n, k: 37, outputPadding: 3))
            cases.append(Case(m: 15, n: n, k: 10, chunk: 4, residual: true, clamped: true))
        }
        for k in [1, 2, 3, 4, 7, 31, 32, 33, 63, 64, 65, 128, 131] {
            cases.append(Case(m: 7, n: 40, k: k, aPadding: 1))
            cases.append(Case(m: 4, n: 17, k: k, chunk: 2, aPadding: 5, float: true))
            cases.append(Case(m: 3, n: 18, k: k, chunk: 32, residual: true, float: true))
        }
        for chunk in [2, 62, 64, 66, 128, 130, 131, 1000] {
            cases.append(Case(m: 15, n: 50, k: 131, chunk: chunk))
        }
        // Full-scale operands: chunks of two are all that INT32 holds.
        cases.append(Case(m: 14, n: 32, k: 64, chunk: 2, weightLimit: 32767, exponent: -20))
        cases.append(Case(m: 13, n: 48, k: 63, chunk: 2, weightLimit: 32767, residual: true, exponent: -17))
        // Saturating nearly everywhere, and nearly nowhere; results that vanish; subnormal scales.
        cases.append(Case(m: 9, n: 35, k: 30, exponent: 0))
        cases.append(Case(m: 9, n: 35, k: 30, clamped: true, exponent: -30))
        cases.append(Case(m: 6, n: 20, k: 9, float: true, clamped: true, exponent: -140))
        cases.append(Case(m: 6, n: 20, k: 9, residual: true, exponent: 100))
        // Bounds beyond the format, on one another, in the wrong order, between integers.
        for bounds in [
            (40000, .infinity), (-.infinity, -40000), (-40000, 40000), (5.5, 5.5), (9, -9), (-0.5, 0.5),
            (-32767.5, 32767.5), (-100000, 32767.25),
        ] as [(Float, Float)] {
            for float in [false, true] {
                cases.append(Case(m: 9, n: 35, k: 30, residual: true, float: float, exponent: -7, bounds: bounds))
                cases.append(Case(m: 8, n: 32, k: 30, chunk: 8, float: float, exponent: -9, bounds: bounds))
            }
        }
        // A scale that underflows to 0: -0 passes a lower bound of 0.
        cases.append(Case(m: 6, n: 20, k: 9, float: true, clamped: true, exponent: -160))
        return cases
    }()

    struct Operands {
        var a: [Int16], weights: [Int16], bias: [Int32], scale: [Float], residual: [Int16]
        var aStride: Int, outputStride: Int
        var limits: OutputLimits
        let residualScale: Float = 0.125

        init(_ test: Case, seed: UInt64) {
            var random = SeededGenerator(seed: seed)
            aStride = test.k + test.aPadding
            outputStride = test.n + test.outputPadding
            // With small weights the whole reduction of full-scale inputs stays below 2^31.
            a = random.mantissas(test.m * aStride)
            weights = random.mantissas(test.n * test.k, limit: test.weightLimit)
            bias = (0..<test.n).map { _ in Int32.random(in: -60000...60000, using: &random) }
            scale = (0..<test.n).map { _ in
                let exponent = test.exponent + Int.random(in: 0...3, using: &random)
                // No layer has a scale that is not a power of two; here it shows that nothing contracts to FMA.
                return Float(sign: .plus, exponent: exponent, significand: test.float && test.residual ? 1.1 : 1)
            }
            residual = random.mantissas(test.m * outputStride)
            limits = OutputLimits(minimum: -32767, maximum: 32767)
            if test.clamped { limits = OutputLimits(lower: 0, upper: 6000.25, minimum: 0, maximum: 8191) }
            if let bounds = test.bounds {
                limits = OutputLimits(
                    lower: bounds.lower, upper: bounds.upper, minimum: test.n > 32 ? -32767 : -500, maximum: 32767)
            }
            // An accumulator of 0 with lower bound 0, and the largest legal sum, occur in some column.
            bias[0] = 0
            for r in 0..<test.k { weights[r] = 0 }
            if test.n > 1 && test.m > 1 && test.chunk == .max {
                for r in 0..<test.k {
                    a[aStride + r] = 32767
                    weights[test.k + r] = Int16(min(Int(test.weightLimit), (1 << 15) / test.k * 2))
                }
            }
        }
    }

    func expected(_ test: Case, _ operands: Operands) -> (int16: Counted, float: [Float], largest: Float) {
        var largest: Float = 0
        var counted = Counted(
            values: [Int16](repeating: untouched, count: test.m * operands.outputStride), saturations: 0)
        var floats = [Float](repeating: -77, count: test.m * operands.outputStride)
        for i in 0..<test.m {
            for c in 0..<test.n {
                let terms = (0..<test.k).map {
                    Int64(operands.a[i * operands.aStride + $0]) * Int64(operands.weights[c * test.k + $0])
                }
                var v = Definition.reduced(terms, bias: operands.bias[c], chunk: test.chunk) * operands.scale[c]
                let index = i * operands.outputStride + c
                if test.residual { v += Float(operands.residual[index]) * operands.residualScale }
                largest = max(largest, abs(v))
                let (mantissa, isSaturated) = Definition.limited(v, operands.limits)
                counted.values[index] = mantissa
                counted.saturations += isSaturated ? 1 : 0
                if v < operands.limits.lower { v = operands.limits.lower }
                if v > operands.limits.upper { v = operands.limits.upper }
                floats[index] = v
            }
        }
        return (counted, floats, largest)
    }

    /// Runs the table in two blocks of columns, as two threads would.
    func run(
        _ table: KernelTable, _ test: Case, _ operands: Operands, largest: Float, sparse: Bool = false
    ) -> (int16: Counted, float: [Float]) {
        let packed = operands.weights.withUnsafeBufferPointer {
            PackedWeights(rows: $0, n: test.n, k: test.k, nr: table.gemmColumns)
        }
        let weights = sparse ? GemmWeights.sparse(SparseWeights(packed)) : .dense(packed)
        let a = AlignedBuffer(operands.a)
        // Columns of padding saturate by their bias: they must not be counted.
        let bias = AlignedBuffer([Int32](repeating: 1 << 28, count: weights.paddedColumns))
        _ = bias.buffer.update(fromContentsOf: operands.bias)
        let scale = AlignedBuffer([Float](repeating: 1, count: weights.paddedColumns))
        _ = scale.buffer.update(fromContentsOf: operands.scale)
        let residual = AlignedBuffer(operands.residual)
        let int16 = AlignedBuffer([Int16](repeating: untouched, count: operands.residual.count))
        let float = AlignedBuffer([Float](repeating: -77, count: operands.residual.count))
        let split = min(test.n, (test.n / 2 + weights.nr - 1) / weights.nr * weights.nr)
        var saturations = 0
        for columns in [0..<split, split..<test.n] where !columns.isEmpty {
            saturations += table.gemm(
                GemmArguments(
                    a: a.pointer, aStride: operands.aStride, weights: weights.matrix, chunk: test.chunk, rows: test.m,
                    columns: columns,
                    epilogue: OutputEpilogue(
                        bias: bias.pointer, scale: scale.pointer,
                        residual: test.residual
                            ? .init(
                                pointer: residual.pointer, stride: operands.outputStride,
                                scale: operands.residualScale) : nil,
                        limits: operands.limits, largest: largest,
                        output: test.float
                            ? .float32(float.pointer, stride: operands.outputStride)
                            : .int16(int16.pointer, stride: operands.outputStride))))
        }
        return withExtendedLifetime((a, bias, scale, residual)) {
            (Counted(values: int16.array, saturations: saturations), float.array)
        }
    }

    @Test(arguments: cases.indices)
    func equalsTheDefinition(index: Int) {
        let test = Self.cases[index]
        let operands = Operands(test, seed: UInt64(index))
        let expected = expected(test, operands)
        // Whether the kernel knows how large results are makes no difference.
        for largest in [.infinity, expected.largest] {
            for table in tables {
                let found = run(table, test, operands, largest: largest)
                if test.float {
                    let message = firstDifference(found.float, expected.float)
                    #expect(bits(found.float) == bits(expected.float), "\(table.instructionSet), \(test): \(message)")
                    #expect(found.int16.saturations == 0)
                } else {
                    let message = firstDifference(found.int16.values, expected.int16.values)
                    #expect(found.int16 == expected.int16, "\(table.instructionSet), \(test): \(message)")
                }
            }
        }
    }

    /// Weights with the same blocks of zeros, few, half or nearly all of the blocks, or all: the sparse product is what
    /// the definition says of the dense one.
    @Test(arguments: cases.indices, [0, 0.1, 0.5, 0.95, 1])
    func sparseEqualsTheDefinition(index: Int, zeros: Double) {
        let test = Self.cases[index]
        var operands = Operands(test, seed: UInt64(index))
        var random = SeededGenerator(seed: UInt64(index))
        operands.weights.clearBlocks(n: test.n, k: test.k, share: zeros, using: &random)
        let expected = expected(test, operands)
        for table in tables {
            let found = run(table, test, operands, largest: expected.largest, sparse: true)
            if test.float {
                let message = firstDifference(found.float, expected.float)
                #expect(bits(found.float) == bits(expected.float), "\(table.instructionSet), \(test): \(message)")
            } else {
                let message = firstDifference(found.int16.values, expected.int16.values)
                #expect(found.int16 == expected.int16, "\(table.instructionSet), \(test): \(message)")
            }
        }
    }

    @Test func casesSaturateSomewhere() {
        let counts = Self.cases.indices.map { index in
            expected(Self.cases[index], Operands(Self.cases[index], seed: UInt64(index))).int16.saturations
        }
        #expect(counts.contains { $0 > 100 })
        #expect(counts.contains(0))
    }

    @Test func residualMayBeTheOutput() {
        let test = Case(m: 15, n: 40, k: 33, residual: true)
        let operands = Operands(test, seed: 99)
        let expected = expected(test, operands).int16
        for table in tables {
            let weights = operands.weights.withUnsafeBufferPointer {
                PackedWeights(rows: $0, n: test.n, k: test.k, nr: table.gemmColumns)
            }
            let a = AlignedBuffer(operands.a), inOut = AlignedBuffer(operands.residual)
            let bias = AlignedBuffer([Int32](repeating: 1 << 28, count: weights.paddedColumns))
            _ = bias.buffer.update(fromContentsOf: operands.bias)
            let scale = AlignedBuffer([Float](repeating: 1, count: weights.paddedColumns))
            _ = scale.buffer.update(fromContentsOf: operands.scale)
            let saturations = table.gemm(
                GemmArguments(
                    a: a.pointer, aStride: test.k, weights: weights.matrix, chunk: .max, rows: test.m,
                    columns: 0..<test.n,
                    epilogue: OutputEpilogue(
                        bias: bias.pointer, scale: scale.pointer,
                        residual: .init(pointer: inOut.pointer, stride: test.n, scale: operands.residualScale),
                        limits: operands.limits, output: .int16(inOut.pointer, stride: test.n))))
            withExtendedLifetime((a, bias, scale)) {
                #expect(Counted(values: inOut.array, saturations: saturations) == expected, "\(table.instructionSet)")
            }
        }
    }
}
