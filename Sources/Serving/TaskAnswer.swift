import Checkpoint

/// Options and outputs to the body of an answer: what the server and the command line share.
struct TaskAnswer {
    let task: ModelTask
    let model: AnsweringModel

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
        guard model.tasks.contains(task) else {
            let tasks = model.tasks.map(\.rawValue).joined(separator: ", ")
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
        let (sizes, takesAny) = (model.embedding.sizes, model.embedding.takesAnySize)
        guard takesAny || !sizes.isEmpty else {
            throw ServingError(
                .malformed,
                "the model \(model.name) does not declare that its embeddings may be cut: leave out dimensions",
                parameter: "dimensions")
        }
        if let size = model.embedding.size, dimensions > size {
            throw ServingError(
                .malformed, "dimensions is \(dimensions); the embeddings of \(model.name) have \(size) numbers",
                parameter: "dimensions")
        }
        guard takesAny || dimensions == model.embedding.size || sizes.contains(dimensions) else {
            let list = sizes.map(String.init).joined(separator: ", ")
            throw ServingError(
                .malformed, "dimensions is \(dimensions); the embeddings of \(model.name) may be cut to \(list)",
                parameter: "dimensions")
        }
    }

    private func classes(_ options: RequestOptions) throws(ServingError) -> AnswerOptions {
        let settings = model.settings
        try checkLogits(options)
        let names = ClassNames(
            labels: model.labels, count: model.classCount ?? model.labels?.count, groups: settings.groups)
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
            result.threshold = options.threshold ?? model.threshold
            let asked = try ClassThreshold.resolved(options.thresholds, names)
            // A threshold of the request for all classes counts more than the model's for one of them.
            result.thresholds = options.threshold == nil ? settings.thresholds.merging(asked) { $1 } : asked
        }
        result.temperature = options.temperature
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
        guard model.heads.count == 1 else {
            throw ServingError(
                .malformed, "the model \(model.name) is an ensemble of scores and has no logits: leave out logits",
                parameter: "logits")
        }
        for head in model.heads where !head.hasLogits {
            throw ServingError(
                .malformed, "the model \(model.name) gives probabilities and has no logits: leave out logits")
        }
    }

    /// The answer to one request.
    ///
    /// - Parameter outputs: of each member of the model in order, `viewCount` for each image, in the order given.
    /// - Throws: `ServingError` if the model gave what is no number.
    func body(_ outputs: [ModelService.Output], _ options: AnswerOptions) throws(ServingError) -> [UInt8] {
        let response = PredictionResponse(model)
        if task == .embed {
            return response.json(embeddings: try embeddings(outputs, options), encoding: options.encoding)
        }
        for output in outputs {
            try Self.checkFinite(output.scores)
            try ClassNames(labels: nil, count: output.scores.count, groups: [])
                .check(max(0, options.largestIndex(model.settings.groups)))
            guard output.scores.count == outputs[0].scores.count else {
                throw ServingError(.internal, "the model gave different numbers of classes")
            }
        }
        let ranking = ClassRanking(
            labels: model.labels, groups: model.settings.groups, choices: options.choices, topK: options.topK,
            threshold: options.threshold, thresholds: options.thresholds)
        let predictions = scores(outputs, options).map(ranking.predictions)
        guard options.logits else { return response.json(predictions) }
        return response.json(
            predictions, logits: Self.views(outputs[...], options).map { Self.mean($0.map(\.scores)) },
            encoding: options.encoding)
    }

    /// The scores of each image: the mean of those that each member gives for itself, which are the mean over its views.
    private func scores(_ outputs: [ModelService.Output], _ options: AnswerOptions) -> [ClassScores] {
        let groups = listedGroups(options)
        let count = outputs.count / model.heads.count
        let members = model.heads.enumerated().map { member, head in
            let head = head.head(task, temperature: options.temperature)
            return Self.views(outputs[member * count..<(member + 1) * count], options).map { views in
                ClassScores.mean(
                    views.map { head.scores($0.scores, groups: groups) },
                    weights: [Float](repeating: 1 / Float(views.count), count: views.count))
            }
        }
        return (0..<count / options.viewCount).map { image in
            .mean(members.map { $0[image] }, weights: model.weights)
        }
    }

    /// The embedding of each image, of length 1.
    ///
    /// - Parameter outputs: `viewCount` for each image, in the order given.
    /// - Throws: `ServingError` if the model gave what is no number.
    func embeddings(_ outputs: [ModelService.Output], _ options: AnswerOptions) throws(ServingError) -> [[Float]] {
        for output in outputs { try Self.checkFinite(output.embedding) }
        return Self.views(outputs[...], options).map {
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
        _ outputs: ArraySlice<ModelService.Output>, _ options: AnswerOptions
    ) -> [[ModelService.Output]] {
        stride(from: outputs.startIndex, to: outputs.endIndex, by: options.viewCount).map {
            Array(outputs[$0..<min($0 + options.viewCount, outputs.endIndex)])
        }
    }

    /// The classes of each group, none for those that are not listed: their scores need not be computed.
    private func listedGroups(_ options: AnswerOptions) -> [[Int]] {
        let listed = Set(options.choices ?? [])
        let groups = model.settings.groups
        return groups.indices.map { listed.contains(.group($0)) ? groups[$0].classes : [] }
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
