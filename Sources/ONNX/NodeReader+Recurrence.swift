import ModelGraph

extension NodeReader {
    /// The attributes that RNN, GRU and LSTM share.
    ///
    /// - Parameter defaults: the activations of one direction.
    mutating func recurrence(defaults: [Recurrence.Activation]) throws(ONNXError) -> Recurrence {
        let direction = try attributes.choice("direction", Recurrence.Direction.self) ?? .forward
        let count = direction == .bidirectional ? 2 : 1
        var names = Array(repeatElement(defaults, count: count).joined())
        if let given = try attributes.strings("activations") {
            names = []
            for text in given {
                // Names are compared without regard to case.
                guard
                    let name = Recurrence.Activation.allCases.first(where: {
                        $0.rawValue.lowercased() == text.lowercased()
                    })
                else { throw .unsupported("the activation \(text)") }
                names.append(name)
            }
        }
        guard names.count == count * defaults.count else {
            throw .invalid("\(names.count) activations; expected \(count * defaults.count)")
        }
        let functions = Recurrence.functions(
            names, alphas: try attributes.floats("activation_alpha") ?? [],
            betas: try attributes.floats("activation_beta") ?? [])
        // The size follows from R.
        _ = try attributes.int("hidden_size")
        return Recurrence(
            direction: direction, functions: functions, clip: try attributes.float("clip"),
            batchFirst: try attributes.bool("layout") ?? false)
    }
}
