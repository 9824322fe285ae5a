/// Few bytes of deflate (RFC 1951) that unpack to many zeros.
package enum DeflateBomb {
    /// One block whose codes make a match of 258 bytes out of two zero bits: `1032 * zeroBytes + 775` zeros.
    package static func deflate(zeroBytes: Int) -> [UInt8] {
        // The last block with dynamic codes: 285 has one bit; 0 and the end two; the distance 1 has one. Then a literal 0.
        [0xED, 0xC0, 0x81, 0, 0, 0, 0, 0x80, 0xA0, 0xFD, 0xA9, 0x17, 0xA9] + [UInt8](repeating: 0, count: zeroBytes)
            + [0x80, 0x01]
    }

    /// As a stream of zlib. Its checksum is wrong.
    package static func zlib(zeroBytes: Int) -> [UInt8] {
        [0x78, 0xDA] + deflate(zeroBytes: zeroBytes) + [0, 0, 0, 0]
    }

    /// As a file of gzip. Its checksum is wrong.
    package static func gzip(zeroBytes: Int) -> [UInt8] {
        [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + deflate(zeroBytes: zeroBytes) + [UInt8](repeating: 0, count: 8)
    }
}
