import ArgumentParser
import Configuration
import FoundationEssentials
import JSON
import Machine

/// `mantissa health`: asks the server that the same settings start whether it is ready; for container health checks, where
/// there is no shell and no curl.
struct Health: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask a running server whether it is ready.",
        discussion: """
            Address and TLS are taken from the settings that `mantissa serve` reads: flags, the environment (MANTISSA_HOST, \
            MANTISSA_PORT ...) and the configuration file. The exit status is 0 if GET /readyz is answered with 200, else 1, \
            with the reason on standard error. The certificate is not verified: the server may have any name. Where clients need a \
            certificate (tls_client_ca), it is enough that the server accepts connections.
            """)

    @Option(help: ArgumentHelp("Where the server listens (default: its setting).", valueName: "address")) var host:
        String?
    @Option(help: ArgumentHelp("Its port (default: its setting).", valueName: "port")) var port: String?
    @Option(help: ArgumentHelp("A JSON file of settings (default: MANTISSA_CONFIG, else none).", valueName: "file"))
    var config: String?
    @Option(help: ArgumentHelp("How long to wait for the server.", valueName: "seconds"))
    var timeout = 2.0

    func validate() throws {
        guard timeout.isFinite, (0.001...3600).contains(timeout) else {
            throw ValidationError("--timeout \(timeout): expected 0.001 to 3600 seconds")
        }
    }

    func run() throws {
        let flags = [("--host", host), ("--port", port), ("--config", config)].flatMap { name, value in
            value.map { [name, $0] } ?? []
        }
        let settings = try Serve.parse(flags).effectiveConfiguration(
            environment: ProcessInfo.processInfo.environment, processors: Processors.current())
        let probe = HealthProbe(
            host: settings["host"].string ?? "", port: settings["port"].integer ?? 0,
            isTLS: !settings["tls_cert"].isNull, needsCertificate: !settings["tls_client_ca"].isNull, timeout: timeout)
        try probe.run()
    }
}
