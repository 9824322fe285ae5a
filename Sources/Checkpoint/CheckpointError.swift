/// Why a checkpoint or another safetensors file was not read or written.
package struct CheckpointError: Error, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        /// The file cannot be opened, read or written.
        case unreadable
        /// The file ends before what its header announces.
        case truncated
        /// The bytes contradict themselves: not safetensors, changed after writing, or made by hand.
        case corrupt
        /// Written by a newer version of Mantissa.
        case unsupportedVersion
        /// A safetensors file that is no checkpoint of Mantissa.
        case notACheckpoint
        /// A setting (preprocessing, say) that makes no sense.
        case invalidSetting
    }

    package var kind: Kind
    /// What was found, what was expected, what to do; names the file where there is one.
    package var message: String

    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    package var description: String { message }
}
