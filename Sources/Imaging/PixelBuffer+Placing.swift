extension PixelBuffer {
    /// A black image of the given size with this one at an offset, within which it must fit.
    func placed(width: Int, height: Int, left: Int, top: Int) -> PixelBuffer {
        if width == self.width && height == self.height { return self }
        precondition(left >= 0 && top >= 0 && left + self.width <= width && top + self.height <= height)
        var canvas = [UInt8](repeating: 0, count: width * height * channels)
        for y in 0..<self.height {
            let row = samples[(y * self.width * channels)..<((y + 1) * self.width * channels)]
            let start = ((y + top) * width + left) * channels
            canvas.replaceSubrange(start..<(start + row.count), with: row)
        }
        return PixelBuffer(width: width, height: height, channels: channels, samples: canvas)
    }
}

extension PixelBuffer {
    /// A window of the image, within its extents.
    func cropped(columns: Range<Int>, rows: Range<Int>) -> PixelBuffer {
        if columns == 0..<width && rows == 0..<height { return self }
        var window: [UInt8] = []
        window.reserveCapacity(columns.count * rows.count * channels)
        for y in rows {
            let start = (y * width + columns.lowerBound) * channels
            window.append(contentsOf: samples[start..<(start + columns.count * channels)])
        }
        return PixelBuffer(width: columns.count, height: rows.count, channels: channels, samples: window)
    }
}
