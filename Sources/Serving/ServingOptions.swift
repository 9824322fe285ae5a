package import HTTPServer
package import Kernels
package import Logging
package import Repository

/// Settings of the server.
package struct ServingOptions: Sendable {
    /// The folder of models; see `RepositoryLayout`.
    package var modelsFolder: String
    package var host = "127.0.0.1"
    /// A listening socket that the parent process gave, in place of host and port.
    package var listeningDescriptor: Int32?
    /// Open connections in all.
    package var connectionLimit = 10_000
    /// Open connections of one address; 0 for no limit.
    package var connectionsPerAddress = 0
    /// 0 takes a free port.
    package var port = 8000
    /// A PEM file, the server's certificate first; with its key, TLS is spoken.
    package var tlsCertificate: String?
    /// A PEM file with the certificate's private key.
    package var tlsKey: String?
    /// A PEM file of the authorities that sign clients' certificates; nil: clients need none.
    package var tlsClientCA: String?
    /// The file of API keys; nil: requests need none.
    package var apiKeysPath: String?
    /// The origins whose pages may read answers, or `*` alone.
    package var corsOrigins: [String] = []
    /// Threads that compute one batch.
    package var threads = 1
    /// How many of them can run at the same time; nil: all.
    package var processors: Int?
    package var instructionSet = InstructionSet.best
    /// The model of the routes that name none; nil: the only one.
    package var defaultModel: String?
    /// Images computed together at most.
    package var maximumBatch = 32
    /// How long the first image of a batch waits for company.
    package var maximumDelaySeconds = 0.0
    /// Images of one model that wait at most; more are refused with 503.
    package var queueLimit = 256
    /// Bytes of the requests that are in the server; more are refused with 503.
    package var queueByteLimit = 256 << 20
    /// Who says which models are loaded.
    package var modelControl = ModelControl.poll
    /// How often the folder is looked at.
    package var pollSeconds = 0.5
    package var bodyByteLimit = 32 << 20
    /// Bytes of answers that are kept to be given again; 0: none.
    package var cacheBytes = 0
    /// Pixels of one image; more are refused with 422 before anything is decoded.
    package var pixelLimit = 64 << 20
    /// Images of one request.
    package var imageLimit = 64
    /// How long a request may take from its last byte to its answer; what a client asks for can only be shorter.
    package var requestTimeoutSeconds = 30.0
    /// How long the listener stays open after SIGTERM, while /readyz says 503.
    package var drainDelaySeconds = 0.0
    package var drainTimeoutSeconds = 30.0
    package var eventLoop = HTTPServerConfiguration.EventLoopKind.epoll
    /// The least important messages that are logged.
    package var logLevel = Logger.Level.notice
    package var logFormat = LogFormat.text
    /// One line of log, at level info, for each request.
    package var logsRequests = true
    /// Where spans are sent to as OTLP over HTTP, such as http://127.0.0.1:4318; nil: nowhere.
    package var otlpEndpoint: String?
    /// The share, 0...1, of the requests without a caller's `traceparent` that are traced.
    package var traceSampleRatio = 1.0
    package var version = ""

    package init(modelsFolder: String) { self.modelsFolder = modelsFolder }

    /// What is served: `http` or `https`.
    package var scheme: String { tls == nil ? "http" : "https" }

    /// How TLS is spoken; nil: it is not.
    var tls: TLSConfiguration? {
        guard let tlsCertificate, let tlsKey else { return nil }
        return TLSConfiguration(certificatePath: tlsCertificate, keyPath: tlsKey, clientCAPath: tlsClientCA)
    }
}
