import CKernels

/// Layer normalization of rows: mean 0 and variance 1, then a scale and a shift for each column, in float32 and in a fixed
/// order (16 partial sums, column index mod 16).
package struct LayerNormalizationArguments {
    package enum Input {
        /// Mantissas, and 2^exponent.
        case int16(UnsafePointer<Int16>, scale: Float)
        case float32(UnsafePointer<Float>)
    }

    package enum Output {
        case int16(UnsafeMutablePointer<Int16>, OutputLimits)
        case float32(UnsafeMutablePointer<Float>)
    }

    package var input: Input
    package var rows: Int
    package var columns: Int
    /// Elements between rows of the input and of the output.
    package var inputStride: Int
    package var outputStride: Int
    /// One per column; for INT16 results in units of the output's mantissa.
    package var scale: UnsafePointer<Float>
    package var shift: UnsafePointer<Float>
    package var epsilon: Float
    package var output: Output

    package init(
        input: Input, rows: Int, columns: Int, inputStride: Int, outputStride: Int, scale: UnsafePointer<Float>,
        shift: UnsafePointer<Float>, epsilon: Float, output: Output
    ) {
        self.input = input
        self.rows = rows
        self.columns = columns
        self.inputStride = inputStride
        self.outputStride = outputStride
        self.scale = scale
        self.shift = shift
        self.epsilon = epsilon
        self.output = output
    }
}

extension KernelTable {
    /// v = ((x - mean) * (1 / sqrt(variance + epsilon))) * scale + shift; see `LayerNormalizationArguments`.
    ///
    /// - Returns: how many INT16 results were saturated.
    @discardableResult
    package func layerNormalization(_ arguments: LayerNormalizationArguments) -> Int {
        var args = mant_layernorm_args(
            input: nil, input_f32: nil, input_scale: 1, rows: arguments.rows, columns: arguments.columns,
            input_stride: arguments.inputStride, output_stride: arguments.outputStride, scale: arguments.scale,
            shift: arguments.shift, epsilon: arguments.epsilon, limits: OutputLimits().c, output: nil, output_f32: nil)
        switch arguments.input {
        case .int16(let pointer, let scale):
            args.input = pointer
            args.input_scale = scale
        case .float32(let pointer): args.input_f32 = pointer
        }
        switch arguments.output {
        case .int16(let pointer, let limits):
            args.output = pointer
            args.limits = limits.c
        case .float32(let pointer): args.output_f32 = pointer
        }
        return Int(layernormFunction(&args))
    }
}
