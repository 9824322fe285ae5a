import Checkpoint
import Configuration
package import JSON

/// Several models that answer as one: the weighted mean of their scores.
///
/// Read from `ensemble.json`, which stands where a checkpoint would: `{"members": ["a", "b/2"], "weights": [2, 1]}`.
package struct Ensemble: Sendable, Hashable {
    /// A model of the same folder.
    package struct Member: Sendable, Hashable, CustomStringConvertible {
        package let name: String
        /// Nil for its default version.
        package let version: Int?

        package var description: String { version.map { "\(name)/\($0)" } ?? name }
    }

    /// Two and more, in the order in which their scores are added.
    package let members: [Member]
    /// One for each member; their sum is 1 but for rounding.
    package let weights: [Float]

    package static let keys = ["members", "weights"]
    package static let memberLimit = 64

    /// - Throws: `RepositoryError` that names what is wrong.
    package init(_ json: JSONObject) throws(RepositoryError) {
        for key in json.keys where !Self.keys.contains(key) {
            let meant = NearestName.of(key, among: Self.keys).map { "did you mean \"\($0)\"?" }
            throw RepositoryError(
                .composition, "unknown key \"\(key.prefix(60))\"; \(meant ?? "there are members and weights")")
        }
        guard let list = json["members"]?.array, (2...Self.memberLimit).contains(list.count) else {
            throw RepositoryError(.composition, "members: expected a list of 2 to \(Self.memberLimit) models")
        }
        var members: [Member] = []
        for entry in list {
            guard let text = entry.string, let member = Self.member(text) else {
                let got = entry.string.map { "\"\($0.prefix(60))\"" } ?? entry.kindName
                throw RepositoryError(.composition, "members: expected \"NAME\" or \"NAME/VERSION\", not \(got)")
            }
            guard !members.contains(member) else {
                throw RepositoryError(.composition, "members: \(member) stands there twice; give it a weight instead")
            }
            members.append(member)
        }
        self.members = members
        weights = try Self.weights(json["weights"], members.count)
    }

    private static func member(_ text: String) -> Member? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let name = parts.first, !name.isEmpty, parts.count <= 2 else { return nil }
        guard parts.count == 2 else { return Member(name: name, version: nil) }
        // As in paths: a decimal number without zeros in front.
        guard let version = Int(parts[1]), version >= 0, String(version) == parts[1] else { return nil }
        return Member(name: name, version: version)
    }

    /// Each by the sum of all, which is taken in float64 in the order given.
    private static func weights(_ json: JSONValue?, _ count: Int) throws(RepositoryError) -> [Float] {
        guard let json else { return [Float](repeating: 1 / Float(count), count: count) }
        let given = (json.array ?? []).compactMap(\.double)
        let sum = given.reduce(0, +)
        // Within these bounds no quotient is 0 or beyond float32.
        guard given.count == count, json.array?.count == count, given.allSatisfy({ (1e-6...1e6).contains($0) }) else {
            throw RepositoryError(
                .composition, "weights: expected \(count) numbers from 1e-6 to 1e6, one for each member")
        }
        return given.map { Float($0 / sum) }
    }

    /// Who answers, as a digest: of a line for each member, in order, with its checkpoint and, behind a space, the 8 hexadecimal
    /// digits of its weight's float32.
    ///
    /// - Parameter checkpoints: of each member, `sha256:` and 64 digits.
    /// - Returns: `sha256:` and 64 digits.
    package func identity(of checkpoints: [String]) -> String {
        let hash = SHA256()
        for (checkpoint, weight) in zip(checkpoints, weights) {
            let digits = String(weight.bitPattern, radix: 16)
            hash.update("\(checkpoint) \(String(repeating: "0", count: 8 - digits.count))\(digits)\n")
        }
        return "sha256:" + hash.hexDigits()
    }
}
