import CKernels

/// One operand of an elementwise operation over rows x columns: element (i, j) lies at `i * stride + j * step`.
package struct ElementwiseOperand {
    package var pointer: UnsafePointer<Int16>
    /// Elements between rows; 0 repeats one row.
    package var stride: Int
    /// 1, or 0 to repeat one element along a row.
    package var step: Int

    /// An operand of the result's shape, its rows `stride` elements apart.
    package static func full(_ pointer: UnsafePointer<Int16>, stride: Int) -> ElementwiseOperand {
        ElementwiseOperand(pointer: pointer, stride: stride, step: 1)
    }

    /// One value per column (channel), the same in every row: [N, 1, 1, C] of one image.
    package static func perColumn(_ pointer: UnsafePointer<Int16>) -> ElementwiseOperand {
        ElementwiseOperand(pointer: pointer, stride: 0, step: 1)
    }

    /// One value per row (pixel): [N, H, W, 1].
    package static func perRow(_ pointer: UnsafePointer<Int16>, stride: Int = 1) -> ElementwiseOperand {
        ElementwiseOperand(pointer: pointer, stride: stride, step: 0)
    }

    /// One value for all.
    package static func scalar(_ pointer: UnsafePointer<Int16>) -> ElementwiseOperand {
        ElementwiseOperand(pointer: pointer, stride: 0, step: 0)
    }
}

/// An elementwise operation with the scales that bring its operands into the output's mantissa.
package enum ElementwiseOperation: Hashable, Sendable {
    /// float(a) * aScale + float(b) * bScale; scales = 2^(operand exponent - output exponent).
    case add(aScale: Float, bScale: Float)
    /// float(a) * aScale - float(b) * bScale.
    case sub(aScale: Float, bScale: Float)
    /// float(a * b) * scale, a * b exact; scale = 2^(a's + b's - output exponent).
    case mul(scale: Float)
    /// float(a) / float(b) * scale; scale = 2^(a's - b's - output exponent). x / 0 saturates, 0 / 0 gives 0.
    case div(scale: Float)
}

extension KernelTable {
    /// output[i][j] = limits(a[i][j] op b[i][j]) for rows x columns. The output may be an operand of the same stride.
    ///
    /// - Returns: how many results were saturated.
    @discardableResult
    package func elementwise(
        _ operation: ElementwiseOperation, _ a: ElementwiseOperand, _ b: ElementwiseOperand, rows: Int, columns: Int,
        limits: OutputLimits, output: UnsafeMutablePointer<Int16>, outputStride: Int
    ) -> Int {
        var args = mant_i16_binary_args(
            a: a.pointer, a_stride: a.stride, a_step: a.step, b: b.pointer, b_stride: b.stride, b_step: b.step,
            a_scale: 1, b_scale: 1, scale: 1, limits: limits.c, rows: rows, columns: columns, output: output,
            output_stride: outputStride)
        switch operation {
        case .add(let aScale, let bScale):
            (args.a_scale, args.b_scale) = (aScale, bScale)
            return Int(addFunction(&args))
        case .sub(let aScale, let bScale):
            (args.a_scale, args.b_scale) = (aScale, bScale)
            return Int(subFunction(&args))
        case .mul(let scale):
            args.scale = scale
            return Int(mulFunction(&args))
        case .div(let scale):
            args.scale = scale
            return Int(divFunction(&args))
        }
    }
}
