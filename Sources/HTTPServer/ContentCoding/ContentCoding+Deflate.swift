import CZlib

extension ContentCoding {
    /// Applies the coding. The bytes depend on nothing but the content and the level.
    ///
    /// - Parameter level: from 1, fast, to 9, small.
    /// - Returns: nil if zlib has no memory.
    package func deflate(_ bytes: [UInt8], level: Int = 4) -> [UInt8]? {
        var stream = z_stream()
        let windowBits = self == .gzip ? MAX_WBITS + 16 : MAX_WBITS
        let status = deflateInit2_(
            &stream, Int32(level), Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK, let size = UInt32(exactly: bytes.count) else { return nil }
        defer { deflateEnd(&stream) }
        let bound = Int(deflateBound(&stream, UInt(size)))
        guard let room = UInt32(exactly: bound) else { return nil }
        var isComplete = false
        let result = [UInt8](unsafeUninitializedCapacity: bound) { output, initialized in
            bytes.withUnsafeBufferPointer { input in
                // zlib only reads through the pointer; both are valid within this closure.
                stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.avail_in = size
                stream.next_out = output.baseAddress
                stream.avail_out = room
                isComplete = CZlib.deflate(&stream, Z_FINISH) == Z_STREAM_END
            }
            initialized = bound - Int(stream.avail_out)
        }
        return isComplete ? result : nil
    }
}
