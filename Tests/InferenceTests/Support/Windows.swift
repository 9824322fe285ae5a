/// Applies `function` to the mantissas of each window that lie inside the image, and the number of all its taps
/// (none of these tests' windows leaves the padded image).
func windows(
    _ x: Mantissas, _ kernel: [Int], _ strides: [Int], _ pads: [Int], _ output: (Int, Int),
    _ function: ([Int16], Int) -> Float
) -> [Float] {
    let (height, width) = (x.shape[2], x.shape[3])
    var results: [Float] = []
    for image in 0..<x.shape[0] * x.shape[1] {
        for oy in 0..<output.0 {
            for ox in 0..<output.1 {
                var taps: [Int16] = []
                for y in 0..<kernel[0] {
                    for xx in 0..<kernel[1] {
                        let (iy, ix) = (oy * strides[0] + y - pads[0], ox * strides[1] + xx - pads[1])
                        if (0..<height).contains(iy) && (0..<width).contains(ix) {
                            taps.append(x.values[(image * height + iy) * width + ix])
                        }
                    }
                }
                results.append(function(taps, kernel[0] * kernel[1]))
            }
        }
    }
    return results
}
