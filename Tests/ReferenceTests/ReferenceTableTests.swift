import Foundation
import Reference
import TestSupport
import Testing

@Suite struct ReferenceTableTests {
    @Test func everyOperatorOfTheGraphHasAKernel() throws {
        let folder = PackageRoot.url.appendingPathComponent("Sources/ModelGraph/Operators").resolvingSymlinksInPath()
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        var names: Set<String> = []
        for file in files {
            let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
            for match in text.matches(of: #/static let name = "(\w+)"/#) { names.insert(String(match.1)) }
        }
        #expect(names.count > 30)
        #expect(names.subtracting(ReferenceTable.kernels.keys).sorted() == [])
    }
}
