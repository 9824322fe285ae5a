/// The request header `Priority` (RFC 9218): how urgent an answer is.
enum PriorityField {
    /// What a request without the header has.
    static let defaultUrgency = 3

    /// The urgency, 0 (most) to 7; nil where the field has none, or one out of range: both are to be ignored.
    static func urgency(_ field: String) -> Int? {
        for member in field.split(separator: ",") {
            let parts = member.split(separator: "=", maxSplits: 1).map { $0.drop { $0 == " " || $0 == "\t" } }
            guard parts.count == 2, parts[0] == "u" else { continue }
            // Parameters of the member, and white space behind it, say nothing.
            let value = parts[1].prefix { $0 != ";" && $0 != " " && $0 != "\t" }
            guard value.utf8.count == 1, let urgency = Int(value), (0...7).contains(urgency) else { return nil }
            return urgency
        }
        return nil
    }
}
