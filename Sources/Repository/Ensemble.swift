package import Checkpoint
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

    /// What of a member decides whether it can take part.
    package struct MemberFacts: Sendable, Hashable {
        package var tasks: [ModelTask]
        /// Nil where the model leaves it open.
        package var classCount: Int?
        package var labels: [String]?

        package init(tasks: [ModelTask], classCount: Int?, labels: [String]?) {
            self.tasks = tasks
            self.classCount = classCount
            self.labels = labels
        }
    }

    /// Two and more, in the order in which their scores are added.
    package let members: [Member]
    /// One for each member; their sum is 1 but for rounding.
    package let weights: [Float]

    package static let keys = ["members", "weights"]
    package static let memberLimit = 64

    /// - Throws: `ServingError` that names what is wrong.
    package init(_ json: JSONObject) throws(ServingError) {
        for key in json.keys where !Self.keys.contains(key) {
            let meant = NearestName.of(key, among: Self.keys).map { "did you mean \"\($0)\"?" }
            throw ServingError(
                .malformed, "unknown key \"\(key.prefix(60))\"; \(meant ?? "there are members and weights")")
        }
        guard let list = json["members"]?.array, (2...Self.memberLimit).contains(list.count) else {
            throw ServingError(.malformed, "members: expected a list of 2 to \(Self.memberLimit) models")
        }
        var members: [Member] = []
        for entry in list {
            guard let text = entry.string, let member = Self.member(text) else {
                let got = entry.string.map { "\"\($0.prefix(60))\"" } ?? entry.kindName
                throw ServingError(.malformed, "members: expected \"NAME\" or \"NAME/VERSION\", not \(got)")
            }
            guard !members.contains(member) else {
                throw ServingError(.malformed, "members: \(member) stands there twice; give it a weight instead")
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
        guard ClassNames.isDecimal(parts[1]), let version = Int(parts[1]), String(version) == parts[1] else {
            return nil
        }
        return Member(name: name, version: version)
    }

    /// Each by the sum of all, which is taken in float64 in the order given.
    private static func weights(_ json: JSONValue?, _ count: Int) throws(ServingError) -> [Float] {
        guard let json else { return [Float](repeating: 1 / Float(count), count: count) }
        let given = (json.array ?? []).compactMap(\.double)
        let sum = given.reduce(0, +)
        // Within these bounds no quotient is 0 or beyond float32.
        guard given.count == count, json.array?.count == count, given.allSatisfy({ (1e-6...1e6).contains($0) }) else {
            throw ServingError(.malformed, "weights: expected \(count) numbers from 1e-6 to 1e6, one for each member")
        }
        return given.map { Float($0 / sum) }
    }

    /// The tasks that all members offer and whose scores can be averaged.
    ///
    /// - Parameter facts: of each member, in order.
    /// - Throws: `ServingError` if the members' classes differ, or they have no such task in common.
    package func tasks(_ facts: [MemberFacts]) throws(ServingError) -> [ModelTask] {
        precondition(facts.count == members.count, "facts of each member")
        for (position, own) in facts.enumerated() {
            let count = own.classCount ?? own.labels?.count
            let first = facts[0].classCount ?? facts[0].labels?.count
            guard count == first else {
                func text(_ count: Int?) -> String { count.map { "\($0) classes" } ?? "an open number of classes" }
                throw ServingError(
                    .malformed,
                    "\(members[0]) has \(text(first)) and \(members[position]) has \(text(count)); all must have the same"
                )
            }
        }
        // Labels tell whether the same index means the same class.
        if let known = facts.firstIndex(where: { $0.labels != nil }), let labels = facts[known].labels {
            for (position, own) in facts.enumerated() {
                guard let others = own.labels, others != labels else { continue }
                let index = zip(labels, others).enumerated().first { $1.0 != $1.1 }?.offset ?? 0
                throw ServingError(
                    .malformed,
                    "class \(index) is \"\(labels[index].prefix(60))\" of \(members[known]) and "
                        + "\"\(others[index].prefix(60))\" of \(members[position]); give one of them the other's labels "
                        + "in its settings if they mean the same")
            }
        }
        let common = ModelTask.allCases.filter { task in
            task != .embed && facts.allSatisfy { $0.tasks.contains(task) }
        }
        guard !common.isEmpty else {
            throw ServingError(.malformed, "the members have neither classify nor multilabel in common")
        }
        return common
    }

    /// The labels of the ensemble: those of the first member that has some.
    package func labels(_ facts: [MemberFacts]) -> [String]? { facts.lazy.compactMap(\.labels).first }

    /// The scores of one image from those of each member, in order.
    func scores(_ members: [ClassScores]) -> ClassScores { .mean(members, weights: weights) }
}
