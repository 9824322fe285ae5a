import HTTPServer
import HTTPTypes
import Telemetry

@testable import Serving

extension FuzzTarget {
    /// One value of a header field through every reader of fields; what was understood and is written again means the same.
    static let headerFields = FuzzTarget("header-fields", byteLimit: 1024) { input in
        guard let text = String(validating: input, as: UTF8.self) else { return }
        if let type = MediaType(text) {
            let written = type.parameters.sorted { $0.key < $1.key }.reduce(type.essence) { result, parameter in
                result + "; \(parameter.key)=\"" + escaped(parameter.value) + "\""
            }
            try require(MediaType(written) == type, "\(type), written as \(written), is \(MediaType(written) as Any)")
        }
        if let urgency = PriorityField.urgency(text) {
            try require((0...7).contains(urgency), "an urgency of \(urgency)")
        }
        if let parent = TraceParent(text) {
            try require(TraceParent("\(parent)") == parent, "\(parent) is not read as it was written")
        }
        if let state = TraceState(text) {
            try require(TraceState("\(state)") == state, "\(state) is not read as it was written")
            try require("\(state)".utf8.count <= 512, "the trace state has \("\(state)".utf8.count) bytes")
        }
        if let coding = try? ContentCoding.applied(text) {
            try require(text.lowercased().contains(coding.rawValue), "\(text) is taken for \(coding)")
        }
        _ = ContentCoding.preferred(text)
        if let name = HTTPField.Name("X-API-Key") {
            let fields = HTTPFields([HTTPField(name: name, value: text), HTTPField(name: .authorization, value: text)])
            if case .key(let key) = Credentials(fields) { try require(!key.isEmpty, "an empty key") }
        }
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { result += "\\" }
            result.unicodeScalars.append(scalar)
        }
        return result
    }
}
