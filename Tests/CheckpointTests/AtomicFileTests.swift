import Foundation
import TestSupport
import Testing

@testable import Checkpoint

@Suite struct AtomicFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func makesTheFoldersThatAreMissing() throws {
        let path = folder.file("a/b/c.bin").path
        try AtomicFile.prepare(path)
        try AtomicFile.replace(path, with: [[1, 2], [3]])
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data([1, 2, 3]))
        // Again, where all is there.
        try AtomicFile.prepare(path)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("a/b").path) == ["c.bin"])
    }

    @Test func saysWhatIsInTheWay() throws {
        let file = try folder.write([0], to: "file").path
        #expect { try AtomicFile.prepare("\(file)/c.bin") } throws: {
            "\($0)".contains("cannot make the folder \(file)/")
        }
        let inner = folder.file("folder").path
        try AtomicFile.prepare("\(inner)/x")
        #expect { try AtomicFile.prepare(inner) } throws: { "\($0)".contains("it is a folder; name a file") }
    }

    @Test func aFailureLeavesNothing() throws {
        let path = folder.file("missing/c.bin").path
        #expect { try AtomicFile.replace(path, with: [[1]]) } throws: { "\($0)".contains("cannot create \(path)") }
        #expect(!FileManager.default.fileExists(atPath: folder.file("missing").path))
    }
}
