import FixedPoint
import Inference
import ModelGraph
import Reference

/// Chooses the range of each value by what the layers that read it lose: the candidates are the ranges of all calibration
/// methods, and the one with the least error of the readers' float32 outputs is taken.
struct RangeChoice {
    /// A range that a method gives.
    private struct Candidate: Sendable {
        let method: CalibrationMethod
        let exponent: Int
        let format: DFPFormat
        /// Of each reader's outputs, and under "" of the value itself where it is read as it is.
        var errors: [String: ErrorEnergy] = [:]

        /// Sum of the readers' relative errors.
        var cost: Double { errors.keys.sorted().reduce(0) { $0 + (errors[$1]?.relative ?? 0) } }
    }

    private let prepared: PreparedModel
    private let options: QuantizerOptions
    private var candidates: [String: [Candidate]] = [:]

    init(_ prepared: PreparedModel, _ options: QuantizerOptions) {
        (self.prepared, self.options) = (prepared, options)
        for group in prepared.values.groups {
            let bits = prepared.bits(group, options).upperBound
            var own: [Candidate] = []
            for method in CalibrationMethod.rules {
                let exponent = prepared.ranges.exponent(group, bits: bits, method: method)
                guard !own.contains(where: { $0.exponent == exponent }) else { continue }
                own.append(
                    Candidate(
                        method: method, exponent: exponent,
                        format: prepared.ranges.format(group, bits: bits, exponent: exponent)))
            }
            if own.count > 1 { candidates[group] = own }
        }
    }

    /// Measures the candidates on samples, several at a time.
    ///
    /// - Parameter progress: is told how many are done.
    mutating func add(
        _ samples: CalibrationSource, _ executor: ReferenceExecutor, _ progress: (Int) -> Void
    ) throws {
        let width = prepared.pool.threads
        for first in stride(from: 0, to: candidates.isEmpty ? 0 : samples.count, by: width) {
            progress(first)
            let count = min(width, samples.count - first)
            let inputs = try (0..<count).map { try samples.sample(first + $0) }
            let base = cleared
            let parts = try prepared.pool.map(tasks: count) { index in
                var own = base
                try own.add(inputs[index], executor)
                return own.candidates
            }
            for part in parts { merge(part) }
        }
    }

    /// The same candidates with nothing measured.
    private var cleared: RangeChoice {
        var copy = self
        copy.candidates = candidates.mapValues { own in
            own.map { candidate in
                var candidate = candidate
                candidate.errors = [:]
                return candidate
            }
        }
        return copy
    }

    private mutating func merge(_ other: [String: [Candidate]]) {
        for (group, own) in other {
            for (index, candidate) in own.enumerated() {
                candidates[group]?[index].errors.merge(candidate.errors) { $0 + $1 }
            }
        }
    }

    private mutating func add(_ sample: [String: Tensor], _ executor: ReferenceExecutor) throws {
        let (values, readers) = (prepared.values, prepared.readers)
        var trials = candidates
        _ = try executor.run(
            sample,
            observer: { name, value in
                guard let group = values.group(name), readers.others.contains(group), let floats = value.floats
                else { return }
                for index in (trials[group] ?? []).indices {
                    let format = trials[group]?[index].format
                    trials[group]?[index].errors["", default: ErrorEnergy()].add(
                        floats, format?.rounded(floats) ?? floats)
                }
            },
            visitor: { computed in
                guard let group = computed.node.inputs.first.flatMap(values.group),
                    readers.layers[group]?.contains(computed.node.name) ?? false,
                    let input = computed.inputs[0], let floats = input.floats,
                    let expected = computed.outputs.first?.floats
                else { return }
                for (index, candidate) in (trials[group] ?? []).enumerated() {
                    let rounded = Tensor(shape: input.shape, floats: candidate.format.rounded(floats))
                    let got = try computed.outputs(withInput: rounded).first?.floats ?? []
                    trials[group]?[index].errors[computed.node.name, default: ErrorEnergy()].add(expected, got)
                }
            })
        candidates = trials
    }

    /// The chosen exponents and their methods, by the name that stands for the format.
    var choices: [String: (exponent: Int, method: CalibrationMethod)] {
        candidates.compactMapValues { own in
            own.min { $0.cost < $1.cost }.map { ($0.exponent, $0.method) }
        }
    }

    /// Of those choices the ones with which the readers are worse off on these other samples than with min-max.
    func regretted(on other: RangeChoice) -> Int {
        choices.filter { group, choice in
            let own = other.candidates[group] ?? []
            guard let chosen = own.first(where: { $0.exponent == choice.exponent }), let plain = own.first else {
                return false
            }
            return chosen.cost > plain.cost
        }.count
    }
}
