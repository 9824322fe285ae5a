/// Writes bytes one after the other into memory that is not initialized yet. Traps where there is no room for them.
struct ByteWriter {
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    /// Bytes written.
    private(set) var count = 0

    /// - Parameter buffer: outlives the writer.
    init(_ buffer: UnsafeMutableBufferPointer<UInt8>) { self.buffer = buffer }

    @inline(__always)
    mutating func write(_ byte: UInt8) {
        precondition(count < buffer.count, "no room for a byte")
        buffer.initializeElement(at: count, to: byte)
        count += 1
    }

    @inline(__always)
    mutating func write(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress, let start = buffer.baseAddress else { return }
        precondition(bytes.count <= buffer.count - count, "no room for \(bytes.count) bytes")
        (start + count).initialize(from: source, count: bytes.count)
        count += bytes.count
    }

    mutating func write(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { write($0) } }

    mutating func write(_ text: StaticString) { text.withUTF8Buffer { write($0) } }

    mutating func write(_ text: String) {
        var text = text
        text.withUTF8 { write($0) }
    }

    /// - Parameter number: 0 or more.
    mutating func write(decimal number: Int) {
        var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
        withUnsafeMutableBytes(of: &digits) { digits in
            var rest = number
            var start = digits.count
            repeat {
                start -= 1
                digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            for digit in digits[start...] { write(digit) }
        }
    }
}
