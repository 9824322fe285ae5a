/// Why bytes did not become an image, or an image did not become a model's input.
package struct ImagingError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        /// The first bytes are those of no format that is read here.
        case unknownFormat
        /// A known format whose content is damaged, cut off or of an unsupported variant.
        case undecodable
        /// More pixels, or longer sides, than the limits allow.
        case tooLarge
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
