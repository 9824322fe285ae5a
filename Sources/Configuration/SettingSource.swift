/// Where the value of a setting came from, weakest first.
package enum SettingSource: String, Sendable, CaseIterable {
    case `default`
    case file
    case environment
    case flag
}
