package import Foundation

/// A folder of small ONNX models, each with inputs and the outputs that ONNX Runtime gave for them.
///
/// `NAME/model.onnx`, `NAME/io.safetensors`, `NAME/about.json`. The large one lies outside the package and may
/// be absent; `Zoo.mini` is committed.
package struct Zoo: Sendable {
    /// The folder of the large zoo: what the environment variable MANTISSA_ZOO says, nil without it: then skip, with
    /// `Zoo.absent` as the message. `make test-all` sets it.
    package static let folder: URL? = {
        guard let named = ProcessInfo.processInfo.environment["MANTISSA_ZOO"], !named.isEmpty else { return nil }
        return URL(fileURLWithPath: named)
    }()

    /// Why a test of the large zoo did not run.
    package static let absent = "no model zoo: set MANTISSA_ZOO to its folder"

    /// The models of the large zoo, by name; empty if it is absent.
    package static let models: [ZooModel] = folder.map(models(in:)) ?? []

    /// The few models that are committed with the package, by name.
    package static let mini: [ZooModel] = models(in: Fixtures.url("zoo"))

    /// The model of this name in the large zoo, or nil.
    package static func model(_ name: String) -> ZooModel? { models.first { $0.name == name } }

    /// Every folder within `folder` that holds a `model.onnx`, sorted by name.
    package static func models(in folder: URL) -> [ZooModel] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().compactMap { name in
            let model = ZooModel(name: name, folder: folder.appendingPathComponent(name))
            return FileManager.default.fileExists(atPath: model.onnx.path) ? model : nil
        }
    }
}
