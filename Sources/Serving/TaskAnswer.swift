import Checkpoint
import Inference
import ModelGraph
import Repository

/// Options and outputs to the body of an answer: what the server and the command line share.
struct TaskAnswer {
    let task: ModelTask
    let model: ReadyModel
    var settings = ModelSettings()

    /// What each task takes beside a time limit.
    private static func takes(_ task: ModelTask, _ option: RequestOptions.Name) -> Bool {
        switch option {
        case .topK, .classes, .temperature, .logits: task != .embed
        case .threshold, .thresholds: task == .multilabel
        case .dimensions: task == .embed
        case .encodingFormat, .flip, .timeoutSeconds: true
        }
    }

    /// The options as they apply to this model and task.
    ///
    /// - Throws: `ServingError` if the model does not do this, or not with these options.
    func check(_ options: RequestOptions) throws(ServingError) -> AnswerOptions {
        let metadata = model.metadata
        guard metadata.tasks.contains(task) else {
            let tasks = metadata.tasks.map(\.rawValue).joined(separator: ", ")
            throw ServingError(
                .malformed, "the model \(model.name) does not offer \(task.rawValue); it offers \(tasks)")
        }
        for option in RequestOptions.Name.allCases where options.given.contains(option) && !Self.takes(task, option) {
            let tasks = ModelTask.allCases.filter { Self.takes($0, option) }.map(\.rawValue)
            throw ServingError(
                .malformed,
                "\(option.rawValue) is an option of \(tasks.joined(separator: " and ")); leave it out of \(task.rawValue)"
            )
        }
        return try task == .embed ? embedding(options) : classes(options)
    }

    private func embedding(_ options: RequestOptions) throws(ServingError) -> AnswerOptions {
        if let dimensions = options.dimensions { try check(dimensions: dimensions) }
        return AnswerOptions(
            topK: 1, flip: options.flip, dimensions: options.dimensions, encoding: options.encoding)
    }

    private func check(dimensions: Int) throws(ServingError) {
        let metadata = model.metadata
        // What the settings say replaces all that the checkpoint says of it.
        let isSet = settings.embeddingDimensions != nil || settings.isMatryoshka != nil
        let sizes = (isSet ? settings.embeddingDimensions : metadata.embeddingDimensions) ?? []
        let takesAny = (isSet ? settings.isMatryoshka : metadata.matryoshka) ?? false
        guard takesAny || !sizes.isEmpty else {
            throw ServingError(
                .malformed,
                "the model \(model.name) does not declare that its embeddings may be cut: leave out dimensions",
                parameter: "dimensions")
        }
        let size = elements(of: metadata.embeddingOutput)
        if let size, dimensions > size {
            throw ServingError(
                .malformed, "dimensions is \(dimensions); the embeddings of \(model.name) have \(size) numbers",
                parameter: "dimensions")
        }
        guard takesAny || dimensions == size || sizes.contains(dimensions) else {
            let list = sizes.map(String.init).joined(separator: ", ")
            throw ServingError(
                .malformed, "dimensions is \(dimensions); the embeddings of \(model.name) may be cut to \(list)",
                parameter: "dimensions")
        }
    }

    private func classes(_ options: RequestOptions) throws(ServingError) -> AnswerOptions {
        let metadata = model.metadata
        try checkLogits(options)
        let names = ClassNames(
            labels: labels, count: elements(of: metadata.scoresOutput) ?? labels?.count, groups: settings.groups)
        var result = AnswerOptions(topK: task == .classify ? ClassifyHead.defaultTopK : MultilabelHead.defaultTopK)
        result.choices = settings.classes
        if let asked = options.classes {
            let choices = Array(Set(try names.choices(asked))).sorted()
            result.choices = choices
            // Who names classes wants to see them.
            result.topK = choices.count
        }
        if let topK = options.topK { result.topK = topK }
        if task == .multilabel {
            result.threshold = options.threshold ?? metadata.multilabel.threshold
            let asked = try ClassThreshold.resolved(options.thresholds, names)
            // A threshold of the request for all classes counts more than the model's for one of them.
            result.thresholds = options.threshold == nil ? settings.thresholds.merging(asked) { $1 } : asked
        }
        result.temperature = options.temperature ?? settings.temperature
        (result.logits, result.flip, result.encoding) = (options.logits, options.flip, options.encoding)
        return result
    }

    private func checkLogits(_ options: RequestOptions) throws(ServingError) {
        let encoding = options.encoding
        if options.given.contains(.encodingFormat) {
            guard options.logits else {
                throw ServingError(
                    .malformed,
                    "encoding_format is an option of embed and of logits=true; leave it out of \(task.rawValue)")
            }
            guard encoding == .float || encoding == .base64 else {
                throw ServingError(
                    .malformed, "logits come as \"float\" or \"base64\", not as \"\(encoding.rawValue)\"")
            }
        }
        guard options.logits else { return }
        switch model.metadata.scoresKind {
        case .softmaxLogits, .sigmoidLogits: return
        case .softmaxProbabilities, .sigmoidProbabilities:
            throw ServingError(
                .malformed, "the model \(model.name) gives probabilities and has no logits: leave out logits")
        }
    }

    private var labels: [String]? { settings.labels ?? model.metadata.labels }

    /// Numbers of an output for one image; nil where the model leaves it open.
    private func elements(of output: String?) -> Int? {
        guard let port = model.inference.outputs.first(where: { $0.name == output }) else { return nil }
        let extents = port.type.shape.dropFirst().compactMap(\.fixed)
        guard extents.count == port.type.shape.count - 1 else { return nil }
        return extents.reduce(1, *)
    }

    /// The answer to one request.
    ///
    /// - Parameter outputs: `viewCount` for each image, in the order given.
    /// - Throws: `ServingError` if the model gave what is no number.
    func body(_ outputs: [ModelService.Output], _ options: AnswerOptions) throws(ServingError) -> [UInt8] {
        let response = PredictionResponse(model)
        if task == .embed {
            return response.json(embeddings: try embeddings(outputs, options), encoding: options.encoding)
        }
        let views = Self.views(outputs, options)
        for output in outputs {
            try Self.checkFinite(output.scores)
            try ClassNames(labels: nil, count: output.scores.count, groups: [])
                .check(max(0, options.largestIndex(settings.groups)))
        }
        let metadata = model.metadata
        let head: any ClassHead =
            task == .classify
            ? ClassifyHead(kind: metadata.scoresKind, temperature: options.temperature ?? 1)
            : MultilabelHead(
                kind: metadata.scoresKind, calibration: metadata.multilabel, temperature: options.temperature)
        let ranking = ClassRanking(
            labels: labels, groups: settings.groups, choices: options.choices, topK: options.topK,
            threshold: options.threshold, thresholds: options.thresholds)
        let groups = listedGroups(options)
        let predictions = views.map { views in
            let scores = views.map { head.scores($0.scores, groups: groups) }
            return ranking.predictions(
                scores.count == 1
                    ? scores[0]
                    : .mean(scores, weights: [Float](repeating: 1 / Float(scores.count), count: scores.count)))
        }
        guard options.logits else { return response.json(predictions) }
        return response.json(
            predictions, logits: views.map { Self.mean($0.map(\.scores)) }, encoding: options.encoding)
    }

    /// The embedding of each image, of length 1.
    ///
    /// - Parameter outputs: `viewCount` for each image, in the order given.
    /// - Throws: `ServingError` if the model gave what is no number.
    func embeddings(_ outputs: [ModelService.Output], _ options: AnswerOptions) throws(ServingError) -> [[Float]] {
        for output in outputs { try Self.checkFinite(output.embedding) }
        return Self.views(outputs, options).map {
            EmbedHead.embedding($0.map(\.embedding), dimensions: options.dimensions)
        }
    }

    /// The feature of each output as the model gave it: not scaled, only cut.
    ///
    /// - Throws: `ServingError` if the model gave what is no number.
    func features(_ outputs: [ModelService.Output], dimensions: Int?) throws(ServingError) -> [[Float]] {
        for output in outputs { try Self.checkFinite(output.embedding) }
        return outputs.map { Array($0.embedding.prefix(dimensions ?? .max)) }
    }

    /// The outputs of each image.
    private static func views(
        _ outputs: [ModelService.Output], _ options: AnswerOptions
    ) -> [[ModelService.Output]] {
        stride(from: 0, to: outputs.count, by: options.viewCount).map {
            Array(outputs[$0..<min($0 + options.viewCount, outputs.count)])
        }
    }

    /// The classes of each group, none for those that are not listed: their scores need not be computed.
    private func listedGroups(_ options: AnswerOptions) -> [[Int]] {
        let listed = Set(options.choices ?? [])
        return settings.groups.indices.map { listed.contains(.group($0)) ? settings.groups[$0].classes : [] }
    }

    /// Of one or two views: their sum in the order given, halved.
    private static func mean(_ views: [[Float]]) -> [Float] {
        guard views.count == 2 else { return views.first ?? [] }
        return zip(views[0], views[1]).map { ($0 + $1) / 2 }
    }

    private static func checkFinite(_ values: [Float]) throws(ServingError) {
        guard values.allSatisfy(\.isFinite) else {
            throw ServingError(.internal, "the model computed a value that is no finite number")
        }
    }
}
