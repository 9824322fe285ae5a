/// How lines of the log are written.
package enum LogFormat: String, Sendable, Hashable, CaseIterable {
    /// For people.
    case text
    /// One JSON object a line.
    case json
}
