/// One class of an answer.
struct Prediction: Hashable {
    var index: Int
    /// Nil where the checkpoint has no labels.
    var label: String?
    /// 0...1.
    var score: Float
}
