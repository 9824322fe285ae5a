import Checkpoint
import TestSupport
import Testing

@testable import Serving

@Suite struct HorizontalMirrorTests {
    @Test func pixelsStayWholeWhereTheyLieTogether() {
        // Two rows of three pixels of two numbers.
        let values: [Int16] = [1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16]
        #expect(
            HorizontalMirror.mirrored(values, width: 3, channels: 2, layout: .nhwc)
                == [5, 6, 3, 4, 1, 2, 15, 16, 13, 14, 11, 12])
    }

    @Test func planesAreMirroredEach() {
        // Two planes of two rows of three.
        let values: [Int16] = [1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16]
        #expect(
            HorizontalMirror.mirrored(values, width: 3, channels: 2, layout: .nchw)
                == [3, 2, 1, 6, 5, 4, 13, 12, 11, 16, 15, 14])
    }

    /// Element by element, as the layouts are defined; and twice is the image itself.
    @Test(arguments: [Preprocessing.Layout.nchw, .nhwc])
    func everyElementGoesToItsPlace(_ layout: Preprocessing.Layout) {
        var random = SeededGenerator(seed: 9)
        for (height, width, channels) in [(1, 1, 1), (5, 4, 3), (3, 7, 3), (2, 1, 3), (4, 8, 1)] {
            let values = (0..<height * width * channels).map { _ in Int16.random(in: -32767...32767, using: &random) }
            func place(_ row: Int, _ column: Int, _ channel: Int) -> Int {
                layout == .nchw
                    ? (channel * height + row) * width + column : (row * width + column) * channels + channel
            }
            let mirrored = HorizontalMirror.mirrored(values, width: width, channels: channels, layout: layout)
            for row in 0..<height {
                for column in 0..<width {
                    for channel in 0..<channels {
                        #expect(
                            mirrored[place(row, column, channel)] == values[place(row, width - 1 - column, channel)])
                    }
                }
            }
            let twice = HorizontalMirror.mirrored(mirrored, width: width, channels: channels, layout: layout)
            #expect(twice == values)
        }
    }
}
