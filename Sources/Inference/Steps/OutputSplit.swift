/// How the outputs of a matrix step are split into tasks: rows in tiles, columns in parts. Splitting never changes a result.
struct OutputSplit: Equatable {
    /// Rows of a tile; the last of an image may have fewer.
    let tile: Int
    /// Tiles of an image.
    let tiles: Int
    /// Columns of a part, whole panels; the last may have fewer.
    let columns: Int
    let columnParts: Int

    /// What reading a panel of weights for another tile costs, in rows of that panel.
    private static let weightRows = 4
    /// Splitting finer than this many more tiles than there must be gains nothing.
    private static let mostExtraTiles = 8

    /// The split that takes the least time on `threads` threads, when every task of a size takes the same time.
    ///
    /// - Parameters:
    ///   - rows: of one image.
    ///   - largestTile: rows that one tile may have.
    ///   - step: what tiles are a multiple of, where they are not the whole.
    ///   - panels: of `nr` columns each.
    ///   - preparation: what each task does before it multiplies (im2col, transforms), in panels.
    init(
        rows: Int, images: Int, largestTile: Int, step: Int, panels: Int, nr: Int, threads: Int, preparation: Double
    ) {
        let fewest = (rows - 1) / largestTile + 1
        var best: (tile: Int, perPart: Int, time: Double)?
        for wanted in fewest...fewest + (threads > 1 ? min(threads, Self.mostExtraTiles) : 0) {
            let even = (rows - 1) / wanted + 1
            let tile = wanted == 1 ? rows : min(largestTile, (even + step - 1) / step * step)
            let tiles = (rows - 1) / tile + 1
            var parts = 1
            while parts <= min(panels, threads == 1 ? 1 : 2 * threads) {
                let perPart = (panels - 1) / parts + 1
                let tasks = images * tiles * ((panels - 1) / perPart + 1)
                let time =
                    Double((tasks - 1) / threads + 1) * Double(tile + Self.weightRows)
                    * (Double(perPart) + preparation)
                if best.map({ time < $0.time }) ?? true { best = (tile, perPart, time) }
                // Every number up to four, then fewer: there may be many threads.
                parts += max(1, parts / 4)
            }
        }
        let (tile, perPart) = best.map { ($0.tile, $0.perPart) } ?? (largestTile, panels)
        self.tile = tile
        tiles = (rows - 1) / tile + 1
        columns = perPart * nr
        columnParts = (panels - 1) / perPart + 1
    }
}
