/// PNG files without compression, made of samples, and such whose data others compressed.
package enum PlainPNG {
    /// - Parameter samples: red, green and blue of each pixel, row by row.
    package static func encode(width: Int, height: Int, _ samples: [UInt8]) -> [UInt8] {
        var rows: [UInt8] = []
        for row in 0..<height {
            rows.append(0)
            rows += samples[row * width * 3..<(row + 1) * width * 3]
        }
        return encode(width: width, height: height, bitDepth: 8, colourType: 2, compressed: stored(rows))
    }

    /// - Parameter compressed: the rows as a zlib stream.
    package static func encode(
        width: Int, height: Int, bitDepth: UInt8, colourType: UInt8, isInterlaced: Bool = false, compressed: [UInt8]
    )
        -> [UInt8]
    {
        let header = bytes(UInt32(width)) + bytes(UInt32(height)) + [bitDepth, colourType, 0, 0, isInterlaced ? 1 : 0]
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header) + chunk("IDAT", compressed)
            + chunk("IEND", [])
    }

    /// zlib (RFC 1950) around stored blocks (RFC 1951 section 3.2.4).
    private static func stored(_ data: [UInt8]) -> [UInt8] {
        var result: [UInt8] = [0x78, 0x01]
        for start in stride(from: 0, to: data.count, by: 65535) {
            let end = min(start + 65535, data.count)
            let length = UInt16(end - start)
            result.append(end == data.count ? 1 : 0)
            for value in [length, ~length] { result += [UInt8(value & 0xFF), UInt8(value >> 8)] }
            result += data[start..<end]
        }
        var (a, b): (UInt32, UInt32) = (1, 0)
        for byte in data {
            a = (a + UInt32(byte)) % 65521
            b = (b + a) % 65521
        }
        return result + bytes(b << 16 | a)
    }

    private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(type.utf8) + data
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in body {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return bytes(UInt32(data.count)) + body + bytes(~crc)
    }

    private static func bytes(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
    }
}
