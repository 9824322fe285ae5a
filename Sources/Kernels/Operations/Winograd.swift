import CKernels

/// Tiles of 2 x 2 output pixels of NHWC images under a 3 x 3 window that moves by one.
///
/// Tile (image * tile rows + tile row) * tile columns + tile column begins at output pixel (2 * tile row,
/// 2 * tile column); the last row and column may reach beyond the image, where nothing is written.
package struct WinogradTiles: Sendable {
    let window: Window
    /// Tiles of one image.
    package let perImage: Int

    package init(_ window: Window) {
        precondition(Self.fits(window), "Winograd needs a window of 3 x 3 with strides and dilations of 1")
        self.window = window
        perImage = (window.outputHeight + 1) / 2 * ((window.outputWidth + 1) / 2)
    }

    /// Whether a window is 3 x 3 with strides and dilations of 1.
    package static func fits(_ window: Window) -> Bool {
        window.kernelHeight == 3 && window.kernelWidth == 3 && window.strideHeight == 1 && window.strideWidth == 1
            && window.dilationHeight == 1 && window.dilationWidth == 1
    }

    func c(_ range: Range<Int>) -> mant_winograd_tiles {
        mant_winograd_tiles(
            height: window.height, width: window.width, pad_top: window.padTop, pad_left: window.padLeft,
            output_height: window.outputHeight, output_width: window.outputWidth, begin: range.lowerBound,
            end: range.upperBound)
    }
}

/// Transformed input: [16 positions][tiles][channels], the channels of a tile `tileStride` elements apart.
package struct WinogradInput {
    package let pointer: UnsafeMutablePointer<Int16>
    package let tileStride: Int
    package let positionStride: Int

    /// - Parameter pointer: room for `elementCount` elements.
    package init(_ pointer: UnsafeMutablePointer<Int16>, tiles: Int, channels: Int) {
        self.pointer = pointer
        tileStride = Self.tileStride(channels)
        positionStride = tiles * tileStride
    }

    package static func elementCount(tiles: Int, channels: Int) -> Int { 16 * tiles * tileStride(channels) }

    /// Whole vectors of 32; off multiples of 512 bytes, at which the rows of a tile would compete for the same lines of
    /// the cache.
    private static func tileStride(_ channels: Int) -> Int {
        let padded = (channels + 31) / 32 * 32
        return padded % 256 == 0 ? padded + 32 : padded
    }
}

extension KernelTable {
    /// Whether this set has Winograd's kernels; the others use gemm, whose results are the same.
    package var hasWinograd: Bool { winogradInputFunction != nil && winogradFunction != nil }

    /// The input transform of `range` of the tiles.
    ///
    /// - Parameters:
    ///   - input: pixel (0, 0) of image 0; pixels are `weights.channels` elements apart.
    /// - Precondition: `hasWinograd`; the output has room for the tiles.
    package func winogradInput(
        _ input: UnsafePointer<Int16>, tiles: WinogradTiles, range: Range<Int>, weights: PackedWinogradWeights,
        output: WinogradInput
    ) {
        guard let winogradInputFunction else { preconditionFailure("\(instructionSet) has no Winograd kernels") }
        precondition(output.positionStride >= range.count * output.tileStride, "no room for \(range.count) tiles")
        var args = mant_i16_winograd_input_args(
            input: input, input_stride: weights.channels, channels: weights.channels, tiles: tiles.c(range),
            offset: Int16(truncatingIfNeeded: weights.offset), output: output.pointer, tile_stride: output.tileStride,
            position_stride: output.positionStride)
        winogradInputFunction(&args)
    }

    /// output = epilogue(convolution of the tiles that `winogradInput` transformed): the same bits as im2col and gemm.
    ///
    /// - Parameters:
    ///   - range: the tiles that `input` holds.
    ///   - columns: as in gemm.
    ///   - epilogue: its pointers stand at pixel (0, 0) of image 0.
    /// - Returns: how many INT16 results were saturated.
    package func winograd(
        _ input: WinogradInput, tiles: WinogradTiles, range: Range<Int>, weights: PackedWinogradWeights,
        columns: Range<Int>, epilogue: OutputEpilogue
    ) -> Int {
        guard let winogradFunction else { preconditionFailure("\(instructionSet) has no Winograd kernels") }
        precondition(weights.nr == gemmColumns, "weights packed for \(weights.nr) columns, kernel reads \(gemmColumns)")
        precondition(
            columns.lowerBound >= 0 && columns.lowerBound % weights.nr == 0 && columns.upperBound <= weights.n
                && (columns.upperBound % weights.nr == 0 || columns.upperBound == weights.n),
            "columns \(columns) do not fall on panels of \(weights.nr) of \(weights.n) columns")
        var args = mant_i16_winograd_args(
            input: input.pointer, tile_stride: input.tileStride, position_stride: input.positionStride,
            weights: weights.buffer.pointer, start: weights.start.pointer, start_stride: weights.paddedColumns,
            channels: weights.channels, channel_block: weights.channelBlock, tiles: tiles.c(range),
            column_begin: columns.lowerBound, column_end: columns.upperBound, epilogue: epilogue.c)
        // The caller vouches for the other pointers (`OutputEpilogue`).
        return withExtendedLifetime((weights.buffer, weights.start)) { Int(winogradFunction(&args)) }
    }
}
