/// Which input position each output position of a window shows: the one under its middle.
struct NearestPositions {
    /// Nil where rounding leads outside the input.
    let positions: [Int?]

    init(inputSize: Int, outputSize: Int, window: Range<Int>) {
        guard inputSize != outputSize else {
            positions = window.map { $0 }
            return
        }
        let scale = Double(inputSize) / Double(outputSize)
        // Pillow adds up the steps instead of multiplying, and its rounding errors with them.
        var position = scale * 0.5
        var found: [Int?] = []
        found.reserveCapacity(window.count)
        for output in 0..<window.upperBound {
            if output >= window.lowerBound {
                let input = Int(position)
                found.append(input < inputSize ? input : nil)
            }
            position += scale
        }
        positions = found
    }
}
