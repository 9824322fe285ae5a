extension RepositoryLayout.Candidate {
    /// Where the configuration of this version may lie, weakest first: `NAME/config.json` for all versions and
    /// `NAME/VERSION/config.json`, or `NAME.json` beside `NAME.safetensors`.
    ///
    /// - Parameter folder: of all models, as `RepositoryLayout` was given it.
    package func configurationPaths(in folder: String) -> [String] {
        if path == "\(folder)/\(name).safetensors" { return ["\(folder)/\(name).json"] }
        return ["\(folder)/\(name)/config.json", "\(folder)/\(name)/\(version)/config.json"]
    }
}
