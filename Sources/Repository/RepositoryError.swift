/// Why the models could not be scanned, or why one of them cannot be asked.
package struct RepositoryError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Kind: Sendable, Hashable {
        /// The folder cannot be read, or its layout contradicts itself.
        case configuration
        /// An ensemble that contradicts itself, or whose members do not answer or do not fit; the message names no paths.
        case composition
        case unknownModel
        case unknownVersion
        /// No model is named and there are several; their names.
        case ambiguous([String])
        /// Loading and unloading on request are switched off.
        case controlDisabled
        /// The model exists and cannot answer: loading, unloaded or failed.
        case notReady(ModelState)
    }

    package var kind: Kind
    /// What was found, what was expected, what to do.
    package var message: String

    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    package var description: String { message }
}
