@testable import Imaging

extension FuzzTarget {
    /// Orientation, and the end of a JPEG, from any bytes; a photograph's EXIF block in either order of bytes.
    static let imageMarkers = FuzzTarget("image-markers", byteLimit: 1024) { input in
        input.withUnsafeBufferPointer { bytes in
            _ = JPEGMarkers(bytes)
            _ = EXIFBlock(bytes)
            _ = ImageDecoder.formats.map { $0.recognizes(bytes) }
            for format in ImageDecoder.formats where format.recognizes(bytes) { _ = format.orientation(of: bytes) }
        }
        // A block is read in the same way within a file.
        guard input.count < 1000 else { return }
        let block = input.withUnsafeBufferPointer { EXIFBlock($0) }
        let length = input.count + 2
        let file: [UInt8] =
            [0xFF, 0xD8, 0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 255)] + input + [0xFF, 0xD9, 0, 0]
        let markers = file.withUnsafeBufferPointer { JPEGMarkers($0) }
        try require(
            markers.orientation == (block?.orientation ?? .upright),
            "\(block?.orientation as Any) alone, \(markers.orientation) within a file")
    }
}
