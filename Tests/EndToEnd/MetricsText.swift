import Foundation

/// The text of /metrics, by line.
struct MetricsText {
    private let lines: [Substring]

    init(_ client: HTTPClient) throws {
        lines = try client.request("GET", "/metrics").text.split(separator: "\n")
    }

    /// The sum of the samples of a name whose labels hold all of `labels` (`status="200"`); 0 if there is none.
    func value(_ name: String, _ labels: String...) -> Double {
        lines.filter { line in
            (line.hasPrefix(name + "{") || line.hasPrefix(name + " ")) && labels.allSatisfy { line.contains($0) }
        }.compactMap { $0.split(separator: " ").last.flatMap { Double($0) } }.reduce(0, +)
    }
}

/// Asks again until something holds, for at most a minute.
func eventually(_ holds: () throws -> Bool) throws -> Bool {
    let end = Date() + 60
    while Date() < end {
        if try holds() { return true }
        usleep(5000)
    }
    return false
}
