import CZlib

extension ContentCoding {
    /// Contents that stay below so many bytes may have been packed as tightly as they like; zeros come out a thousandfold.
    private static let freeBytes = 1 << 20
    private static let ratioLimit = 100

    /// Removes the coding. Takes memory for the result, and little else; stops at the first byte over a limit.
    ///
    /// - Parameter byteLimit: of the result.
    /// - Throws: `ContentCodingError`.
    package func inflate(_ bytes: [UInt8], byteLimit: Int) throws(ContentCodingError) -> [UInt8] {
        var result: [UInt8] = []
        let error = bytes.withUnsafeBufferPointer { input -> ContentCodingError? in
            var stream = z_stream()
            guard inflateInit2_(&stream, windowBits(input), ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
            else {
                return .damaged
            }
            defer { inflateEnd(&stream) }
            // zlib only reads through the pointer, which is valid within this closure.
            stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.avail_in = UInt32(clamping: input.count)
            guard Int(stream.avail_in) == input.count else { return .tooLarge }
            return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1 << 16) { chunk in
                while true {
                    stream.next_out = chunk.baseAddress
                    stream.avail_out = UInt32(chunk.count)
                    let status = CZlib.inflate(&stream, Z_NO_FLUSH)
                    result.append(contentsOf: chunk[..<(chunk.count - Int(stream.avail_out))])
                    if result.count > byteLimit { return .tooLarge }
                    if result.count > Self.freeBytes, result.count / Self.ratioLimit > bytes.count { return .bomb }
                    switch status {
                    case Z_OK: continue
                    case Z_STREAM_END where stream.avail_in == 0: return nil
                    // RFC 1952 section 2.2: a file may have several members.
                    case Z_STREAM_END where self == .gzip: if inflateReset(&stream) != Z_OK { return .damaged }
                    default: return .damaged
                    }
                }
            }
        }
        if let error { throw error }
        return result
    }

    /// What zlib is to expect: gzip, zlib or a bare stream.
    private func windowBits(_ input: UnsafeBufferPointer<UInt8>) -> Int32 {
        switch self {
        case .gzip: return MAX_WBITS + 16
        case .deflate:
            // RFC 1950 section 2.2: method 8, and a check that makes the first two bytes a multiple of 31.
            let hasHeader =
                input.count >= 2 && input[0] & 0x0F == 8 && (Int(input[0]) << 8 + Int(input[1])).isMultiple(of: 31)
            return hasHeader ? MAX_WBITS : -MAX_WBITS
        }
    }
}
