import Configuration
import Repository

@testable import Serving

extension FuzzTarget {
    /// The server's configuration and that of a model; what holds, printed and read, holds again.
    static let configuration = FuzzTarget("configuration", byteLimit: 2048) { input in
        guard let file = try? ConfigurationFile(path: "file.json", bytes: input) else { return }
        let settings = ServingSettings.table.map(\.setting)
        if let effective = try? EffectiveConfiguration(settings, file: file, environment: [:], flags: [:]) {
            try require((try? ConfigurationFile(path: "printed", bytes: effective.json())) != nil, "it is no JSON")
            var options = ServingOptions(modelsFolder: "")
            for entry in ServingSettings.table { entry.apply(effective[entry.setting.key], &options) }
        }
        if let model = try? ModelConfiguration(file) {
            try require(model.maximumBatch.map { (1...4096).contains($0) } ?? true, "\(model)")
            if let settings = try? ModelSettings(model.taskSettings, labels: ["cat", "dog", "a b"], classCount: 3) {
                try require(settings.groups.allSatisfy { !$0.classes.isEmpty }, "\(settings.groups)")
                try require(settings.temperature.map { $0 > 0 } ?? true, "\(settings)")
            }
        }
    }
}
