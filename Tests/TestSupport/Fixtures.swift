package import Foundation

/// Files that tests read: `Tests/Fixtures/AREA/FILE`.
package enum Fixtures {
    /// The folder that holds all fixtures.
    package static let folder: URL = PackageRoot.url.appendingPathComponent("Tests/Fixtures")

    /// The place of one fixture, e.g. `url("reference/operators.safetensors")`.
    package static func url(_ relativePath: String) -> URL { folder.appendingPathComponent(relativePath) }

    /// The same as a path.
    package static func path(_ relativePath: String) -> String { url(relativePath).path }

    /// The content of one fixture.
    package static func data(_ relativePath: String) throws -> Data { try Data(contentsOf: url(relativePath)) }

    /// The content of one fixture, as bytes.
    package static func bytes(_ relativePath: String) throws -> [UInt8] { [UInt8](try data(relativePath)) }
}
