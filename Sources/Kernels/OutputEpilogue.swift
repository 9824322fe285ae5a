import CKernels

/// What gemm and depthwise convolution do with the exact sums of an output element of column (channel) c:
///
///     f = float(sum of chunk 0, bias included); f = f + float(sum of chunk j) for j = 1, 2, ...
///     v = f * scale[c];  v = v + float(residual) * residualScale  if there is a residual
///     INT16: limits.  float32: clamped to limits.lower...limits.upper, neither rounded nor counted
///
/// Pointers stand at column 0 of the first row (depthwise: pixel 0 of the image) and must stay valid and, where they
/// are outputs, exclusive to the call.
package struct OutputEpilogue {
    /// Where results go; rows (pixels) are `stride` elements apart.
    package enum Output {
        case int16(UnsafeMutablePointer<Int16>, stride: Int)
        case float32(UnsafeMutablePointer<Float>, stride: Int)
    }

    /// A tensor of the output's shape that is added before clamping. It may be the output itself (in place) when the
    /// strides are equal.
    package struct Residual {
        package var pointer: UnsafePointer<Int16>
        package var stride: Int
        /// 2^(exponent of the residual - exponent of the output); for float32 outputs 2^(exponent of the residual).
        package var scale: Float

        package init(pointer: UnsafePointer<Int16>, stride: Int, scale: Float) {
            self.pointer = pointer
            self.stride = stride
            self.scale = scale
        }
    }

    /// Per column, at the accumulator's scale; padded as the packed weights say (`paddedColumns`).
    package var bias: UnsafePointer<Int32>
    /// Per column, padded alike: 2^(input + weight - output exponent), for float32 outputs 2^(input + weight exponent).
    package var scale: UnsafePointer<Float>
    package var residual: Residual?
    package var limits: OutputLimits
    /// No |v| is larger (`largest(sums:of:scale:residualScale:)`); infinity where nothing is known, which takes longer.
    package var largest: Float
    package var output: Output

    package init(
        bias: UnsafePointer<Int32>, scale: UnsafePointer<Float>, residual: Residual? = nil,
        limits: OutputLimits = OutputLimits(), largest: Float = .infinity, output: Output
    ) {
        self.bias = bias
        self.scale = scale
        self.residual = residual
        self.limits = limits
        self.largest = largest
        self.output = output
    }

    /// A bound of |v| for `count` exact sums of at most `largestSum`, whose results are scaled by at most `scale`.
    package static func largest(
        sums count: Int, of largestSum: Int = Int(Int32.max), scale: Float, residualScale: Float? = nil
    ) -> Float {
        // 1% covers the rounding of up to 2^17 float32 additions; with more, nothing is said.
        guard count <= 1 << 17 else { return .infinity }
        return (Float(count) * Float(largestSum) * scale + 32767 * (residualScale ?? 0)) * 1.01
    }

    /// The same from column `columns` on.
    func advanced(columns: Int) -> OutputEpilogue {
        var result = self
        result.bias += columns
        result.scale += columns
        result.residual?.pointer += columns
        switch output {
        case .int16(let pointer, let stride): result.output = .int16(pointer + columns, stride: stride)
        case .float32(let pointer, let stride): result.output = .float32(pointer + columns, stride: stride)
        }
        return result
    }

    var c: mant_epilogue {
        var int16: UnsafeMutablePointer<Int16>?
        var float32: UnsafeMutablePointer<Float>?
        let outputStride: Int
        switch output {
        case .int16(let pointer, let stride):
            int16 = pointer
            outputStride = stride
        case .float32(let pointer, let stride):
            float32 = pointer
            outputStride = stride
        }
        return mant_epilogue(
            bias: bias, scale: scale, residual: residual?.pointer, residual_stride: residual?.stride ?? 0,
            residual_scale: residual?.scale ?? 0, limits: limits.c, largest: largest, output: int16,
            output_f32: float32,
            output_stride: outputStride)
    }
}
