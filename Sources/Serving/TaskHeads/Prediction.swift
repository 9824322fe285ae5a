/// One class of an answer, or one group of classes.
struct Prediction: Hashable {
    /// Nil for a group.
    var index: Int?
    /// The class's label, nil where the model has none; the name of a group.
    var label: String?
    /// 0...1.
    var score: Float
}
