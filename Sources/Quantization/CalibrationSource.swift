package import ModelGraph

/// The samples that ranges are measured on: read one at a time, as often as wanted, always in the same order.
package struct CalibrationSource: Sendable {
    /// How many samples there are.
    package let count: Int
    private let read: @Sendable (Int) throws -> [String: Tensor]

    /// - Parameter sample: the inputs of the model by name for a number in 0..<count; each may hold a batch.
    package init(count: Int, sample: @escaping @Sendable (Int) throws -> [String: Tensor]) {
        self.count = count
        read = sample
    }

    package init(_ samples: [[String: Tensor]]) {
        self.init(count: samples.count) { samples[$0] }
    }

    package func sample(_ index: Int) throws -> [String: Tensor] { try read(index) }
}

/// Calibration samples in two parts: what is chosen by one is judged on the other.
struct SampleParts {
    let chosenBy: CalibrationSource
    /// Empty where nothing is held out.
    let heldOut: CalibrationSource

    /// - Parameter share: to hold out, spread evenly; at least one sample is left to choose by.
    init(_ samples: CalibrationSource, heldOut share: Double) {
        var chosen: [Int] = [], held: [Int] = []
        for index in 0..<samples.count {
            // The next one is held out where the share would else fall behind.
            let isHeld = Double(held.count + 1) <= share * Double(index + 1)
            if isHeld { held.append(index) } else { chosen.append(index) }
        }
        chosenBy = CalibrationSource(count: chosen.count) { [chosen] in try samples.sample(chosen[$0]) }
        heldOut = CalibrationSource(count: held.count) { [held] in try samples.sample(held[$0]) }
    }
}
