import Dispatch
import Glibc

/// Shows on a terminal how far work that takes longer than a second has come; silent elsewhere.
struct ProgressBar {
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let start = DispatchTime.now()
    private var shown = false
    private var lastLine = ""

    /// - Parameters:
    ///   - stage: what is being done, in a few words.
    ///   - fraction: 0...1 of the stage.
    mutating func update(_ stage: String, _ fraction: Double) {
        guard isTerminal else { return }
        let elapsed = DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds
        guard elapsed > 500_000_000 else { return }
        let width = 30
        let filled = max(0, min(width, Int((fraction * Double(width)).rounded())))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        let percent = max(0, min(100, Int((fraction * 100).rounded())))
        let line = "\(bar) \(percent)% \(stage)"
        guard line != lastLine else { return }
        lastLine = line
        shown = true
        StandardError.write("\r\u{1B}[K\(line)")
    }

    /// Removes the bar.
    mutating func finish() {
        if shown { StandardError.write("\r\u{1B}[K") }
        shown = false
    }
}
