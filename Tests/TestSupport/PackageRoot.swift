package import Foundation

/// Where this package lies on the machine that compiled the tests.
package enum PackageRoot {
    /// The folder that holds Package.swift.
    package static let url: URL = {
        // <root>/Tests/TestSupport/PackageRoot.swift
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
    }()

    /// The same as a path, without a slash at the end.
    package static let path: String = url.path
}
