/// Which classes of an image are in the answer, and in which order: the best first.
struct ClassRanking {
    let labels: [String]?
    let groups: [ClassGroup]
    /// The only ones to be listed, each once and in order; nil for every class and no group.
    let choices: [ClassChoice]?
    /// At most so many, 1 and more.
    let topK: Int
    /// The least score to be listed, 0...1; nil for none.
    var threshold: Float?
    /// In place of `threshold` for some.
    var thresholds: [ClassChoice: Float] = [:]

    /// Ties go to the lower index, and to classes before groups. What is no number is not listed.
    func predictions(_ scores: ClassScores) -> [Prediction] {
        let candidates = choices.map { $0.map { score($0, scores) } } ?? scores.classes
        let best = TopK.indices(candidates, count: topK) { position in
            let least = thresholds.isEmpty ? threshold : thresholds[choice(position)] ?? threshold
            // A comparison with what is no number is false.
            return candidates[position] >= least ?? -.infinity
        }
        return best.map { position in
            switch choice(position) {
            case .index(let index):
                Prediction(
                    index: index, label: labels.flatMap { index < $0.count ? $0[index] : nil },
                    score: candidates[position])
            case .group(let group):
                Prediction(index: nil, label: groups[group].name, score: candidates[position])
            }
        }
    }

    private func choice(_ position: Int) -> ClassChoice { choices?[position] ?? .index(position) }

    private func score(_ choice: ClassChoice, _ scores: ClassScores) -> Float {
        switch choice {
        case .index(let index): scores.classes[index]
        case .group(let group): scores.groups[group]
        }
    }
}
