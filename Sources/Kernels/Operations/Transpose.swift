import CKernels

extension KernelTable {
    /// output[j][i] = input[i][j] for rows x columns of the input; strides in elements. NHWC to NCHW of one image:
    /// rows = H * W, columns = C, the other way round rows = C, columns = H * W. Not in place.
    package func transpose(
        input: UnsafePointer<Int16>, inputStride: Int, rows: Int, columns: Int, output: UnsafeMutablePointer<Int16>,
        outputStride: Int
    ) {
        transposeInt16Function(input, inputStride, rows, columns, output, outputStride)
    }

    /// The same for float32.
    package func transpose(
        input: UnsafePointer<Float>, inputStride: Int, rows: Int, columns: Int, output: UnsafeMutablePointer<Float>,
        outputStride: Int
    ) {
        transposeFloat32Function(input, inputStride, rows, columns, output, outputStride)
    }
}
