/// Why a coded content could not be read.
package enum ContentCodingError: Error, Equatable, Sendable {
    /// A coding that there is not here, or more than one.
    case unsupported
    /// Not in the format, damaged, cut off, or with something behind it.
    case damaged
    /// More bytes than allowed come out of it.
    case tooLarge
    /// Many more bytes come out of it than went in: nothing but a bomb is like this.
    case bomb

    package var message: String {
        switch self {
        case .unsupported: "the Content-Encoding is not supported; send gzip, deflate or none"
        case .damaged: "the content is not what its Content-Encoding says, or is cut off"
        case .tooLarge: "the content is too large without its coding"
        case .bomb: "the content grows more than a hundredfold without its coding"
        }
    }
}
