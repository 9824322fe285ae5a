package import Configuration
import JSON
import Kernels
import Repository

/// Every setting of the server, once: flags, variables, the configuration file, its schema and the documentation follow.
package enum ServingSettings {
    package static let table: [ServingSetting] = [
        ServingSetting(
            setting: Setting(
                "models", .text, note: "none; must be given", flag: "--models", valueName: "dir",
                help: "The folder of models."),
            apply: { value, options in value.string.map { options.modelsFolder = $0 } }),
        .text(
            "host", \.host, flag: "--host", valueName: "address",
            help: "The address to listen on; 0.0.0.0 for all, unix:/PATH for a Unix socket."),
        // A Service of Kubernetes called "mantissa" puts MANTISSA_PORT=tcp://ADDRESS:PORT into the environment of every pod.
        .integer(
            "port", \.port, 0...65535, flag: "--port", valueName: "port", foreignPrefix: "tcp://",
            help: "The port to listen on; 0 takes a free one."),
        .text(
            "tls_cert", \.tlsCertificate, note: "plain HTTP", flag: "--tls-cert", valueName: "file",
            help:
                "Speak TLS with this certificate: a PEM file, those that signed it after it; read again when it changes."
        ),
        .text(
            "tls_key", \.tlsKey, note: "plain HTTP", flag: "--tls-key", valueName: "file",
            help: "The private key of --tls-cert: a PEM file without a passphrase."),
        .text(
            "tls_client_ca", \.tlsClientCA, note: "clients need no certificate", flag: "--tls-client-ca",
            valueName: "file",
            help: "Serve only clients with a certificate that was signed by one of this PEM file."),
        .text(
            "api_keys", \.apiKeysPath, note: "none; requests need no key", flag: "--api-keys", valueName: "file",
            help: "A JSON file of the API keys that requests need, which is read again when it changes."),
        .list(
            "cors_origins", \.corsOrigins, flag: "--cors-origins", valueName: "list",
            help: "The origins whose pages may ask this server, with commas between them, or * for all."),
        .text(
            "default_model", \.defaultModel, note: "the only one", flag: "--default-model", valueName: "name",
            help: "The model of the routes that name none."),
        .choice(
            "model_control", \.modelControl, flag: "--model-control", valueName: "mode",
            help:
                "Who says which models are loaded: none (what is there at the start), poll (what the folder holds) or "
                + "explicit (requests)."),
        .number(
            "poll_seconds", \.pollSeconds, .seconds(NumberRange(from: 0.01, to: 86_400)), flag: "--poll-seconds",
            valueName: "s", help: "Seconds between looks at the folder of models under --model-control poll."),
        ServingSetting(
            setting: Setting(
                "threads", .integer(1...1024),
                note: "the processors that the affinity mask and the control group leave",
                flag: "--threads", valueName: "n", isNullable: true,
                help: "Threads that compute; the answer does not depend on it."),
            apply: { value, options in value.integer.map { options.threads = $0 } }),
        ServingSetting(
            setting: Setting(
                "isa", .choice(InstructionSet.allCases.map(\.rawValue)), note: "the best of this machine",
                flag: "--isa",
                valueName: "name", isNullable: true,
                help:
                    "Force an instruction set: scalar, avx2, avx512, avx512vnni or neon; the answer does not depend on it."
            ),
            apply: { value, options in
                value.string.flatMap(InstructionSet.init(rawValue:)).map { options.instructionSet = $0 }
            }),
        .perModel(ModelConfiguration.maximumBatch, \.maximumBatch, flag: "--max-batch"),
        .perModel(ModelConfiguration.maximumDelay, \.maximumDelaySeconds, flag: "--max-delay"),
        .perModel(ModelConfiguration.queueLimit, \.queueLimit, flag: "--queue-limit"),
        .bytes(
            "queue_bytes", \.queueByteLimit, 1...1 << 40, flag: "--queue-bytes",
            help: "Bytes of the requests that are in the server at most; more get 503."),
        .bytes(
            "body_limit", \.bodyByteLimit, 1...1 << 40, flag: "--body-limit",
            help: "Bytes of a request's body at most; more get 413."),
        .integer(
            "pixel_limit", \.pixelLimit, 1...1 << 32, flag: "--pixel-limit",
            help: "Pixels of an image at most; more get 422."),
        .bytes(
            "cache_bytes", \.cacheBytes, 0...1 << 40, flag: "--cache-bytes",
            help: "Bytes of answers that are kept to be given again; 0 for none."),
        .perModel(ModelConfiguration.requestTimeout, \.requestTimeoutSeconds, flag: "--request-timeout"),
        .number(
            "drain_delay_seconds", \.drainDelaySeconds, .seconds(NumberRange(from: 0, to: 86_400)),
            flag: "--drain-delay", valueName: "s",
            help: "Seconds to keep listening after SIGTERM while /readyz says 503."),
        .number(
            "drain_timeout_seconds", \.drainTimeoutSeconds, .seconds(NumberRange(from: 0, to: 86_400)),
            flag: "--drain-timeout", valueName: "s",
            help: "Seconds for what is in flight to be answered after SIGTERM."),
        .integer(
            "connection_limit", \.connectionLimit, 1...1_000_000, flag: "--connection-limit", valueName: "n",
            help: "Open connections at most; more get 503."),
        .integer(
            "connections_per_address", \.connectionsPerAddress, 0...1_000_000, flag: "--connections-per-address",
            valueName: "n",
            help:
                "Open connections of one address (of one /64 network, if IPv6) at most, more get 503; 0 for no limit, as behind a proxy."
        ),
        .choice(
            "event_loop", \.eventLoop, flag: "--event-loop", valueName: "kind",
            help: "How to wait for sockets: epoll or dispatch."),
        .choice(
            "log_level", \.logLevel, flag: "--log-level", valueName: "level",
            help: "What to log on standard error: trace, debug, info, notice, warning, error or critical."),
        .choice(
            "log_format", \.logFormat, flag: "--log-format", valueName: "format",
            help: "How to log: text, or json with one object a line."),
        .boolean(
            "log_requests", \.logsRequests, flag: "--log-requests",
            help: "Whether each request has a line of log, at level info."),
        .text(
            "otlp_endpoint", \.otlpEndpoint, note: "nowhere", flag: "--otlp-endpoint", valueName: "url",
            help: "Where to send traces, as OTLP over HTTP."),
        .number(
            "trace_sample_ratio", \.traceSampleRatio, .number(NumberRange(from: 0, to: 1)),
            flag: "--trace-sample-ratio", valueName: "ratio",
            help: "The share of requests that are traced though the client does not ask for it."),
    ]

    /// Refuses settings that make no sense without one another.
    ///
    /// - Throws: `ConfigurationError` that says what is missing.
    package static func checkTogether(_ configuration: EffectiveConfiguration) throws(ConfigurationError) {
        let (hasCertificate, hasKey) = (!configuration["tls_cert"].isNull, !configuration["tls_key"].isNull)
        if hasCertificate, !hasKey {
            throw configuration.fault(
                "tls_cert",
                "TLS needs the private key of the certificate as well: give --tls-key, MANTISSA_TLS_KEY or \"tls_key\"")
        }
        if hasKey, !hasCertificate {
            throw configuration.fault(
                "tls_key", "TLS needs the certificate as well: give --tls-cert, MANTISSA_TLS_CERT or \"tls_cert\"")
        }
        if !configuration["tls_client_ca"].isNull, !hasCertificate {
            throw configuration.fault(
                "tls_client_ca",
                "clients show certificates only to a server that speaks TLS: give --tls-cert and --tls-key as well")
        }
    }

    /// The table without what the settings do.
    package static let settings = table.map(\.setting)

    package static let schema = SettingsSchema(
        title: "Configuration of mantissa serve", settings: settings)

    package static let modelSchema = SettingsSchema(
        title: "Configuration of a model (config.json)", settings: ModelConfiguration.settings,
        others: ModelConfiguration.taskKeys.map { ($0, "A setting of the model's tasks: see docs/tasks.md.") })
}

extension ServingOptions {
    /// What a configuration comes to. Threads and instruction set that it leaves open are the defaults of the options.
    package init(_ configuration: EffectiveConfiguration) {
        self.init(modelsFolder: "")
        for entry in ServingSettings.table { entry.apply(configuration[entry.setting.key], &self) }
    }
}
