import ModelGraph

/// Whether the first axis of all inputs and outputs counts samples.
struct BatchAxis: Hashable {
    /// Any number of samples can be computed together, as far as shapes tell, or always the same number.
    let isOpen: Bool
    /// The number of samples that the model always takes.
    let fixed: Int?

    init(inputs: [Port], outputs: [Port]) {
        let leading = Set(inputs.map { $0.type.shape.first })
        guard leading.count == 1, case .some(.some(let axis)) = leading.first else {
            (isOpen, fixed) = (false, nil)
            return
        }
        switch axis {
        case .fixed(let extent):
            let isCounted = extent > 0 && outputs.allSatisfy { $0.type.shape.first?.fixed == extent }
            (isOpen, fixed) = (isCounted && extent > 1, isCounted && extent > 1 ? extent : nil)
        case .symbol(let name):
            // An output whose first extent is only known when the model runs is looked at then.
            isOpen = outputs.allSatisfy { port in
                guard case .symbol(let own) = port.type.shape.first else { return false }
                return own == name || !inputs.contains { $0.type.shape.contains(.symbol(own)) }
            }
            fixed = nil
        }
    }
}
