/// A question that a model answers.
package enum ModelTask: String, Sendable, Hashable, Codable, CaseIterable {
    /// One class of several: softmax, top-k.
    case classify
    /// Any number of classes: independent scores against a threshold.
    case multilabel
    /// An L2-normalized feature vector.
    case embed
}

/// Everything a checkpoint says beside the graph, its formats and its weights.
package struct CheckpointMetadata: Sendable, Hashable, Codable {
    /// What the model calls itself, e.g. `efficientnet_lite0`.
    package var name: String
    package var tasks: [ModelTask]
    /// The graph's output with class scores; nil for a pure embedding model.
    package var scoresOutput: String?
    /// How the scores output is to be read.
    package var scoresKind: ScoresKind
    /// The graph's output with the feature before the classifier; nil where the model does not embed.
    package var embeddingOutput: String?
    /// Class names by index; nil where unknown.
    package var labels: [String]?
    /// How images become the input; nil for a model whose input is no image.
    package var preprocessing: Preprocessing?
    /// Divides the logits before classify's softmax or sigmoids, fitted by `mantissa evaluate --calibrate`; nil for 1.
    package var temperature: Float?
    package var multilabel: MultilabelCalibration
    /// Sizes that embeddings may be cut to; nil where none is declared.
    package var embeddingDimensions: [Int]?
    /// Whether embeddings may be cut to any size: the model was trained so that the first numbers stand for the whole
    /// (Kusupati et al., "Matryoshka Representation Learning", NeurIPS 2022). Nil for no.
    package var matryoshka: Bool?
    package var provenance: Provenance
    package var quality: QualityFigures?

    package enum ScoresKind: String, Sendable, Hashable, Codable {
        /// Scores before softmax.
        case softmaxLogits = "softmax_logits"
        /// Probabilities: the graph ends in Softmax.
        case softmaxProbabilities = "softmax_probabilities"
        /// Scores before sigmoid.
        case sigmoidLogits = "sigmoid_logits"
        /// Probabilities: the graph ends in Sigmoid.
        case sigmoidProbabilities = "sigmoid_probabilities"
    }

    package init(
        name: String, tasks: [ModelTask], scoresOutput: String?, scoresKind: ScoresKind,
        embeddingOutput: String?, labels: [String]?, preprocessing: Preprocessing?,
        multilabel: MultilabelCalibration, provenance: Provenance, quality: QualityFigures?
    ) {
        self.name = name
        self.tasks = tasks
        self.scoresOutput = scoresOutput
        self.scoresKind = scoresKind
        self.embeddingOutput = embeddingOutput
        self.labels = labels
        self.preprocessing = preprocessing
        self.multilabel = multilabel
        self.provenance = provenance
        self.quality = quality
    }
}

/// Turns single-label scores into independent odds of presence; see docs/numerics.md.
package struct MultilabelCalibration: Sendable, Hashable, Codable {
    /// Divides the logits first.
    package var temperature: Float
    /// Added to the log-odds.
    package var bias: Float
    /// Default threshold on the score, 0...1.
    package var threshold: Float

    package init(temperature: Float = 1, bias: Float = 0, threshold: Float = 0.5) {
        self.temperature = temperature
        self.bias = bias
        self.threshold = threshold
    }
}

/// Where a checkpoint comes from.
package struct Provenance: Sendable, Hashable, Codable {
    /// `sha256:` and 64 hexadecimal digits of the source ONNX file.
    package var source: String
    package var sourceFileName: String
    /// Version of Mantissa that quantized it.
    package var quantizer: String
    /// Settings by name: calibration method, sample count, target.
    package var settings: [String: String]
    /// Free text: title, licence, dataset, address of the original.
    package var notes: [String: String]

    package init(
        source: String, sourceFileName: String, quantizer: String, settings: [String: String], notes: [String: String]
    ) {
        self.source = source
        self.sourceFileName = sourceFileName
        self.quantizer = quantizer
        self.settings = settings
        self.notes = notes
    }
}

/// What was measured against the float32 model when the checkpoint was made.
package struct QualityFigures: Sendable, Hashable, Codable {
    /// Images (or tensors) compared.
    package var samples: Int
    /// How many of them have the same top-1 class.
    package var top1Agreement: Int
    /// 10 log10(sum of reference^2 / sum of error^2) over all scores, in dB.
    package var logitsSQNR: Double
    /// Largest absolute difference of a score.
    package var largestError: Double
    /// Signal to quantization noise of each layer's output in dB, by node name.
    package var layerSQNR: [String: Double]

    package init(
        samples: Int, top1Agreement: Int, logitsSQNR: Double, largestError: Double, layerSQNR: [String: Double]
    ) {
        self.samples = samples
        self.top1Agreement = top1Agreement
        self.logitsSQNR = logitsSQNR
        self.largestError = largestError
        self.layerSQNR = layerSQNR
    }
}
