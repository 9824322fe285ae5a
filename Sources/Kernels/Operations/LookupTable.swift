import CKernels

/// A function of one INT16 mantissa as a table of all 65536 answers: Sigmoid, HardSwish, Tanh and their like.
package struct LookupTable: Sendable {
    /// Indexed by the mantissa's bits as UInt16: 0...32767, then -32768...-1.
    package let buffer: AlignedBuffer<Int16>

    /// Bytes held.
    package var byteCount: Int { buffer.byteCount }

    /// Computes the table.
    ///
    /// - Parameters:
    ///   - inputScale: 2^(input exponent).
    ///   - outputScale: 2^-(output exponent).
    ///   - limits: of the output. The table does not count saturations: its rounding is part of the function.
    ///   - function: value to value. Use `DeterministicMath`, never libm, so that every machine builds the same table.
    package init(inputScale: Float, outputScale: Float, limits: OutputLimits, function: (Float) -> Float) {
        var values = [Float](repeating: 0, count: 65536)
        for index in 0..<65536 {
            values[index] = function(Float(Int16(truncatingIfNeeded: index)) * inputScale)
        }
        let table = AlignedBuffer<Int16>(count: 65536)
        values.withUnsafeBufferPointer { values in
            // Never nil: the buffer is not empty.
            guard let start = values.baseAddress else { return }
            _ = KernelTable.table(for: .scalar).quantize(
                input: start, scale: outputScale, limits: limits, count: 65536, output: table.pointer)
        }
        buffer = table
    }
}

extension KernelTable {
    /// output[i] = table[input[i]]. In place allowed.
    package func lookup(
        input: UnsafePointer<Int16>, table: LookupTable, count: Int, output: UnsafeMutablePointer<Int16>
    ) {
        // The table has an entry for each bit pattern, and outlives the call.
        withExtendedLifetime(table.buffer) { lutFunction(input, table.buffer.pointer, count, output) }
    }
}
