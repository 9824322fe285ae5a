import Foundation
import TestSupport

/// What stands in Package.swift and in the import lines of Sources.
enum Sources {
    struct Import: Sendable, CustomStringConvertible {
        var module: String
        var file: String
        var imported: String
        var description: String { "\(file) imports \(imported)" }
    }

    /// Modules by the names that Package.swift uses for products of other packages.
    static let products = [
        "argumentParser": "ArgumentParser", "httpTypes": "HTTPTypes", "logging": "Logging",
        "coreMetrics": "CoreMetrics", "tracing": "Tracing", "swiftProtobuf": "SwiftProtobuf",
    ]

    /// Every Swift module of Sources with the modules that Package.swift gives it.
    static let dependencies: [String: Set<String>] = {
        let text = (try? String(contentsOf: PackageRoot.url.appendingPathComponent("Package.swift"), encoding: .utf8))
        let declaration = #/(?:module\(\s*|executableTarget\(\s*name: )"(\w+)"(?:,\s*(?:dependencies: )?\[([^\]]*)\])?/#
        var dependencies: [String: Set<String>] = [:]
        for match in (text ?? "").matches(of: declaration) {
            let listed = String(match.2 ?? "").matches(of: #/\w+/#).map { String($0.0) }
            dependencies[String(match.1)] = Set(listed.map { products[$0] ?? $0 })
        }
        return dependencies
    }()

    /// Every import line of every Swift file under Sources.
    static let imports: [Import] = {
        let folder = PackageRoot.url.appendingPathComponent("Sources").resolvingSymlinksInPath()
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
        return paths.filter { $0.hasSuffix(".swift") }.sorted().flatMap { path -> [Import] in
            let text = (try? String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)) ?? ""
            // On Linux FoundationEssentials is there, so that generated code never takes its other branch.
            let fallback = #/#if canImport\(FoundationEssentials\)\n(.*)\n#else\n.*\n#endif/#
            let line = #/^ *(?:@\w+(?:\(\w+\))? +)*(?:\w+ +)?import +(?:(?:struct|class|enum|func|var) +)?(\w+)/#
            return text.replacing(fallback) { String($0.1) }.matches(of: line.anchorsMatchLineEndings()).map {
                Import(module: String(path.prefix { $0 != "/" }), file: path, imported: String($0.1))
            }
        }
    }()
}
