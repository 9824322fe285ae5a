/// What the process tells its caller.
enum ExitStatus {
    static let success: Int32 = 0
    /// The work could not be done; standard error says why.
    static let failure: Int32 = 1
    /// The command line was wrong; standard error says how.
    static let usage: Int32 = 2
}
