extension Epilogue {
    /// Takes the residual off the end of a node's arguments.
    func split(_ arguments: Arguments) throws -> (arguments: Arguments, residual: FloatTensor?) {
        guard addsResidual else { return (arguments, nil) }
        guard let last = arguments.values.last, let residual = last else {
            throw GraphError.invalid("the residual, the last input, is absent")
        }
        var rest = arguments
        rest.values.removeLast()
        return (rest, try FloatTensor(residual, "residual"))
    }

    /// Adds the residual and clamps, in place.
    func apply(to result: inout FloatTensor, residual: FloatTensor?) throws {
        if let residual {
            guard residual.shape == result.shape else {
                throw GraphError.invalid("the residual has shape \(residual.shape), the result \(result.shape)")
            }
            result.values.withUnsafeMutableBufferPointer { values in
                residual.values.withUnsafeBufferPointer { added in
                    for i in 0..<values.count { values[i] += added[i] }
                }
            }
        }
        guard minimum != nil || maximum != nil else { return }
        let lowest = minimum ?? -.infinity
        let highest = maximum ?? .infinity
        result.values.withUnsafeMutableBufferPointer { values in
            for i in 0..<values.count {
                let raised = values[i] < lowest ? lowest : values[i]
                values[i] = raised > highest ? highest : raised
            }
        }
    }
}
