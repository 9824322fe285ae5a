/// Writes bytes one after the other into memory that is not initialized yet. What does not fit is left out, and told.
struct ByteWriter {
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    /// Bytes written.
    private(set) var count = 0
    /// Something did not fit: what is written has gaps.
    private(set) var isOverfull = false

    /// - Parameter buffer: outlives the writer.
    init(_ buffer: UnsafeMutableBufferPointer<UInt8>) { self.buffer = buffer }

    @inline(__always)
    mutating func write(_ byte: UInt8) {
        guard count < buffer.count else { return isOverfull = true }
        buffer.initializeElement(at: count, to: byte)
        count += 1
    }

    @inline(__always)
    mutating func write(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress, let start = buffer.baseAddress else { return }
        guard bytes.count <= buffer.count - count else { return isOverfull = true }
        (start + count).initialize(from: source, count: bytes.count)
        count += bytes.count
    }

    mutating func write(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { write($0) } }

    mutating func write(_ text: StaticString) { text.withUTF8Buffer { write($0) } }

    mutating func write(_ text: String) {
        if text.utf8.withContiguousStorageIfAvailable({ write($0) }) == nil { write(Array(text.utf8)) }
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
