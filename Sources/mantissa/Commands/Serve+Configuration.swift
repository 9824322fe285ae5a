import ArgumentParser
import Configuration
import JSON
import Kernels
import Machine
import Serving

/// From flags, environment and file to what holds.
extension Serve {
    /// The variable that names the configuration file.
    private static let fileVariable = "MANTISSA_CONFIG"

    /// The help of a setting's flag.
    static func help(_ key: String) -> ArgumentHelp {
        guard let setting = ServingSettings.settings.first(where: { $0.key == key }) else {
            preconditionFailure("there is no setting \(key)")
        }
        return ArgumentHelp("\(setting.help) (default: \(setting.defaultText))", valueName: setting.valueName)
    }

    /// The flags that were given, by the keys of their settings.
    private var flags: [String: String] {
        let texts: [(key: String, text: String?)] = [
            ("models", models), ("host", host), ("port", port), ("tls_cert", tlsCert),
            ("tls_key", tlsKey), ("tls_client_ca", tlsClientCA), ("api_keys", apiKeys),
            ("cors_origins", corsOrigins), ("default_model", defaultModel),
            ("model_control", modelControl), ("poll_seconds", pollSeconds), ("threads", threads), ("isa", isa),
            ("max_batch", maxBatch), ("max_delay_seconds", maxDelay), ("queue_limit", queueLimit),
            ("queue_bytes", queueBytes), ("body_limit", bodyLimit), ("pixel_limit", pixelLimit),
            ("cache_bytes", cacheBytes), ("request_timeout_seconds", requestTimeout),
            ("drain_delay_seconds", drainDelay), ("drain_timeout_seconds", drainTimeout),
            ("connection_limit", connectionLimit),
            ("connections_per_address", connectionsPerAddress), ("event_loop", eventLoop),
            ("log_level", logLevel), ("log_format", logFormat),
            ("log_requests", logRequests.map { $0 ? "true" : "false" }),
            ("otlp_endpoint", otlpEndpoint), ("trace_sample_ratio", traceSampleRatio),
        ]
        return [String: String](texts.compactMap { key, text in text.map { (key, $0) } }) { $1 }
    }

    /// What holds on this machine.
    ///
    /// - Throws: `ConfigurationError`: wrong usage.
    func effectiveConfiguration(
        environment: [String: String], processors: Processors
    ) throws(ConfigurationError) -> EffectiveConfiguration {
        let named = environment[Self.fileVariable] ?? ""
        let path = config ?? (named.isEmpty ? nil : named)
        let file: ConfigurationFile? =
            if let path { try ConfigurationFile(path: path) } else { nil }
        var configuration = try EffectiveConfiguration(
            ServingSettings.settings, file: file, environment: environment, flags: flags)
        try ServingSettings.checkTogether(configuration)
        configuration.resolveNull(of: "threads", to: .integer(processors.available))
        configuration.resolveNull(of: "isa", to: .string(InstructionSet.best.rawValue))
        if let name = configuration["isa"].string, let set = InstructionSet(rawValue: name), !set.isSupported {
            let names = InstructionSet.supported.map(\.rawValue).joined(separator: ", ")
            throw configuration.fault("isa", "this machine does not support \(name); it supports \(names)")
        }
        do throws(ConfigurationError) {
            _ = try CORS((configuration["cors_origins"].array ?? []).compactMap(\.string))
        } catch { throw configuration.fault("cors_origins", error.message) }
        return configuration
    }
}
