package import Foundation
package import ModelGraph

/// One model of a zoo.
package struct ZooModel: Sendable, CustomStringConvertible {
    package let name: String
    package let folder: URL

    package init(name: String, folder: URL) {
        self.name = name
        self.folder = folder
    }

    package var onnx: URL { folder.appendingPathComponent("model.onnx") }
    /// The place of the ONNX file as a path.
    package var path: String { onnx.path }
    package var description: String { name }

    /// One set of inputs with the outputs that belong to it, by the model's own names.
    package struct Case: Sendable {
        /// Empty for the main one; the suffix after `@` for a further input shape.
        package var name: String
        package var inputs: [String: Tensor]
        package var expected: [String: Tensor]
    }

    /// What `io.safetensors` holds: the main case first, then those of further shapes, by name.
    package func cases() throws -> [Case] {
        let tensors = try SafetensorsReader.read(folder.appendingPathComponent("io.safetensors"))
        var cases: [String: Case] = [:]
        for (key, tensor) in tensors {
            let parts = key.split(separator: "@", maxSplits: 1).map(String.init)
            let suffix = parts.count > 1 ? parts[1] : ""
            var named = cases[suffix] ?? Case(name: suffix, inputs: [:], expected: [:])
            let prefix = "expected."
            if parts[0].hasPrefix(prefix) {
                named.expected[String(parts[0].dropFirst(prefix.count))] = tensor
            } else {
                named.inputs[parts[0]] = tensor
            }
            cases[suffix] = named
        }
        return cases.values.sorted { $0.name < $1.name }
    }

    /// What `about.json` says the model is for: `classification`, `multi_label`, `embedding`, `dense` ...
    package func task() throws -> String {
        let data = try Data(contentsOf: folder.appendingPathComponent("about.json"))
        let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        return object?["task"] as? String ?? ""
    }
}
