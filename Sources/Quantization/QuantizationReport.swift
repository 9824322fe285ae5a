import FixedPoint
import ModelGraph

/// What the quantizer chose, and, once measured, how good it is.
package struct QuantizationReport: Sendable {
    package struct Layer: Sendable {
        package var node: String
        package var operatorName: String
        /// As in ONNX: [outputs, inputs per group, kernel ...] of a Conv.
        package var weightShape: [Int]
        package var inputBits: Int
        package var weightBits: Int
        /// Elements of one exact sum, and how many sums make a reduction.
        package var chunk: Int
        package var chunks: Int
        /// The largest accumulator that can occur, as a fraction of 2^31.
        package var accumulatorUse: Double
        /// The share of weights that are zero, 0...1.
        package var zeros: Double
        /// Of the layer's own rounding, in dB.
        package var predictedSQNR: Double
        /// Of the layer's output against float32, errors of the layers before it included; nil until measured.
        package var measuredSQNR: Double?

        init(
            _ node: Node, weightShape: [Int], reduction: Int, layer: QuantizedLayer, input: DFPFormat,
            predictedSQNR: Double
        ) {
            let format = layer.format
            self.node = node.name
            operatorName = node.operatorName
            self.weightShape = weightShape
            inputBits = input.bits
            weightBits = format.weightBits
            chunk = format.chunk
            chunks = (reduction + format.chunk - 1) / format.chunk
            accumulatorUse = Double(format.worstCaseAccumulator) / 2_147_483_648
            zeros = layer.zeros
            self.predictedSQNR = predictedSQNR
        }
    }

    /// How the INT16 model's scores compare with the float32 model's.
    package struct Quality: Sendable {
        /// Rows of scores compared, and how many have the same winner.
        package var samples: Int
        package var top1Agreement: Int
        /// In dB over all scores.
        package var scoresSQNR: Double
        package var largestError: Double
    }

    /// What was chosen by some of the calibration samples, judged on the others.
    package struct Validation: Sendable {
        /// Samples that ranges and weights were chosen by, and samples held out.
        package var chosenBy: Int
        package var heldOut: Int
        /// Signal to noise of the outputs on both, in dB.
        package var chosenSQNR = 0.0
        package var heldOutSQNR = 0.0
        /// How many values took the range of each method, and how many of these are worse than min-max on the samples held
        /// out; of `CalibrationMethod.best` only.
        package var methods: [CalibrationMethod: Int] = [:]
        package var regrettedRanges = 0
        /// The transforms of the calibration samples that were tried, and the outputs' signal to noise on the originals, in
        /// dB.
        package var transforms: [(name: String, sqnr: Double)] = []

        /// How far the samples held out may be worse before the choice counts as fitted to the others, in dB.
        static let tolerance = 3.0

        init(_ parts: SampleParts) {
            (chosenBy, heldOut) = (parts.chosenBy.count, parts.heldOut.count)
        }

        var saysSomething: Bool { heldOut > 0 || !methods.isEmpty || !transforms.isEmpty }

        /// Whether more samples are needed.
        package var isOverfitted: Bool { heldOut > 0 && heldOutSQNR < chosenSQNR - Self.tolerance }
    }

    package var layers: [Layer]
    /// Nil unless it was measured.
    package var sensitivity: Sensitivity?
    /// Nil where nothing was held out, chosen or transformed.
    package var validation: Validation?
    /// Calibration samples.
    package var samples: Int
    /// What was pruned before, as in `PruningOptions.description`; nil for nothing.
    package var pruning: String?
    /// Agreement with float32; nil until measured.
    package var quality: Quality?

    package init(layers: [Layer], samples: Int) {
        self.layers = layers
        self.samples = samples
    }

    /// Takes over what was measured with the integer engine.
    package mutating func add(_ measurement: QualityMeasurement) {
        let ratios = measurement.layerSQNR
        for index in layers.indices { layers[index].measuredSQNR = ratios[layers[index].node] }
        quality = Quality(
            samples: measurement.samples, top1Agreement: measurement.top1Agreement, scoresSQNR: measurement.scoresSQNR,
            largestError: measurement.largestError)
    }
}
