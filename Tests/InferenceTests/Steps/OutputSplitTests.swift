import Testing

@testable import Inference

@Suite struct OutputSplitTests {
    private static func split(
        _ rows: Int, images: Int = 1, largest: Int, panels: Int, threads: Int, preparation: Double = 0
    ) -> OutputSplit {
        OutputSplit(
            rows: rows, images: images, largestTile: largest, step: 14, panels: panels, nr: 32, threads: threads,
            preparation: preparation)
    }

    @Test func everyOutputIsInOneTask() {
        for rows in [1, 7, 13, 49, 196, 784, 3001] {
            for largest in [14, 28, 98, 4200] {
                for panels in [1, 2, 3, 6, 7, 36] {
                    for threads in [1, 2, 3, 8, 64] {
                        let split = Self.split(rows, largest: largest, panels: panels, threads: threads)
                        #expect(split.tile <= max(largest, rows < largest ? rows : 0))
                        #expect((split.tiles - 1) * split.tile < rows && split.tiles * split.tile >= rows)
                        #expect(split.columns % 32 == 0)
                        #expect((split.columnParts - 1) * split.columns < panels * 32)
                        #expect(split.columnParts * split.columns >= panels * 32)
                    }
                }
            }
        }
    }

    @Test func oneThreadHasTheFewestTasks() {
        #expect(Self.split(3000, largest: 1400, panels: 9, threads: 1).tiles == 3)
        #expect(Self.split(3000, largest: 1400, panels: 9, threads: 1).columnParts == 1)
        #expect(Self.split(49, largest: 4200, panels: 9, threads: 1).tile == 49)
    }

    @Test func tasksAreSharedOutEvenly() {
        // Halves of the columns are even, halves of 49 rows are not.
        let small = Self.split(49, largest: 98, panels: 6, threads: 2)
        #expect(small.tiles == 1 && small.columnParts == 2)
        // Seven blocks of 112 tiles would leave one thread without work at the end.
        let large = Self.split(784, largest: 126, panels: 2, threads: 2, preparation: 0.2)
        #expect(large.tiles * large.columnParts % 2 == 0)
        #expect(large.tiles == 8 && large.columnParts == 1)
        // Images are enough.
        #expect(Self.split(49, images: 8, largest: 98, panels: 6, threads: 2).columnParts == 1)
    }
}
