package import Logging

/// Writes each message as one line, in the format chosen.
package struct LineLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    private let format: LogFormat
    private let write: @Sendable ([UInt8]) -> Void

    /// - Parameter write: takes one line, its line feed included; called on the thread that logs.
    package init(
        _ format: LogFormat, level: Logger.Level, write: @escaping @Sendable ([UInt8]) -> Void = StandardErrorLog.write
    ) {
        self.format = format
        self.write = write
        logLevel = level
    }

    package subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var fields = metadata
        if let provided = metadataProvider?.get() { fields.merge(provided) { $1 } }
        if let own = event.metadata { fields.merge(own) { $1 } }
        if let error = event.error { fields["error"] = "\(error)" }
        let (time, message) = (LogTime.now(), event.message.description)
        switch format {
        case .text: write(TextLogLine.bytes(time: time, level: event.level, message: message, fields: fields))
        case .json: write(JSONLogLine.bytes(time: time, level: event.level, message: message, fields: fields))
        }
    }
}
