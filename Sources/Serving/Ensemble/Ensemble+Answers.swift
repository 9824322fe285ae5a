package import Checkpoint
package import Repository

/// What its members make of an ensemble.
extension Ensemble {
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
}
