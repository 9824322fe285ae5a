/// What answers for one version of a name: a checkpoint's model, or several that answer as one.
///
/// Whoever holds it may ask it.
protocol ServedModel: AnyObject, Sendable {
    /// Whose answers they are, and how outputs become them.
    var answering: AnsweringModel { get }
    /// Nothing that is loaded in one process has the same: what a file or its settings were before is another identity.
    var identity: String { get }
    /// How long a request may take; nil for what the server says.
    var requestTimeoutSeconds: Double? { get }
    /// What it has answered.
    var statistics: ModelStatistics { get }
    /// What computes, in the order in which the outputs are wanted: at least one.
    var members: [ModelService] { get }
}

extension ServedModel {
    var name: String { answering.name }
    var version: Int { answering.version }

    /// What each member computes for the images of a request.
    ///
    /// - Throws: `ServingError` that names the image by its position, from 0.
    func work(on images: [[UInt8]], _ options: AnswerOptions) throws(ServingError) -> [ModelWork] {
        var work: [ModelWork] = []
        for member in members {
            work.append(ModelWork(service: member, inputs: try member.samples(of: images, options)))
        }
        return work
    }
}
