/// The options of a request as they apply to one model and task: defaults filled in, classes found.
struct AnswerOptions: Hashable {
    /// 1 and more.
    var topK: Int
    /// What may be listed, in order and without repetition; nil for every class and no group.
    var choices: [ClassChoice]?
    /// The least score to be listed; nil for none.
    var threshold: Float?
    /// In place of `threshold` for some.
    var thresholds: [ClassChoice: Float] = [:]
    /// Above 0; nil for what the model says.
    var temperature: Float?
    var logits = false
    /// The image and its mirror image, one after the other, are the inputs of each image.
    var flip = false
    var dimensions: Int?
    var encoding = RequestOptions.Encoding.float

    /// Inputs of the model for each image.
    var viewCount: Int { flip ? 2 : 1 }

    /// The largest index of a class that is needed, -1 for none: a model that leaves the number of its classes open is
    /// held to it once it has answered.
    func largestIndex(_ groups: [ClassGroup]) -> Int {
        let listed = (choices ?? []) + thresholds.keys
        return listed.reduce(-1) { largest, choice in
            switch choice {
            case .index(let index): max(largest, index)
            case .group(let group): max(largest, groups[group].classes.last ?? -1)
            }
        }
    }
}
