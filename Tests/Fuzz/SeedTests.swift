import Foundation
import TestSupport
import Testing

/// What the fuzzers begin with, and every input that once broke something, through the same functions.
struct SeedTests {
    private static let folder = PackageRoot.url.appendingPathComponent("Tests/Fuzz/Seeds")

    private static func seeds(_ target: FuzzTarget) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(
            at: folder.appendingPathComponent(target.name), includingPropertiesForKeys: nil
        ).sorted { $0.path < $1.path }
    }

    @Test(arguments: FuzzTarget.all.map(\.name)) func seedsKeepTheProperties(_ name: String) throws {
        let target = try #require(FuzzTarget.named(name))
        let seeds = try Self.seeds(target)
        #expect(!seeds.isEmpty)
        for seed in seeds {
            let bytes = [UInt8](try Data(contentsOf: seed))
            #expect(bytes.count <= target.byteLimit, "\(seed.lastPathComponent) is too long to be mutated")
            do { try target.check(bytes) } catch { Issue.record("\(name)/\(seed.lastPathComponent): \(error)") }
        }
    }

    @Test func everyFolderOfSeedsHasATarget() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(Set(folders) == Set(FuzzTarget.all.map(\.name)))
        #expect(Set(FuzzTarget.all.map(\.name)).count == FuzzTarget.all.count)
    }
}
