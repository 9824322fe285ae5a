/// The version that `--version`, checkpoints and metrics name. CHANGELOG.md says what each one brought.
enum BuildVersion {
    static let current = "0.1.0"
}
