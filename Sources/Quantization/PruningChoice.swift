import Kernels

/// Which weights of one layer can become zero together, and what each such part costs.
///
/// The cost of a part is the energy that its loss adds to the error of the layer's output: the sum of w^2 E[x^2] over
/// its weights (the diagonal of "Optimal Brain Damage", LeCun, Denker and Solla, 1989; with the norm of the inputs
/// measured, as in Sun et al., "A Simple and Effective Pruning Approach for Large Language Models", 2023). Where the
/// bias takes over the mean of what is lost, E[x^2] is the variance.
struct PruningChoice {
    /// Outputs and elements of the reduction of one part.
    let block: (outputs: Int, elements: Int)
    let groups: Int
    /// Output channels of one group.
    let outputs: Int
    let reduction: Int
    /// Cost per weight and number of each part, the least cost first.
    private let order: [(cost: Float, part: Int32)]
    /// What the costs are multiplied with: the error of the model's outputs that a unit makes.
    var sensitivity: Float = 1
    /// What is gained by the loss of one weight: as many multiply-adds as it takes part in, or simply 1.
    var gain: Double = 1
    /// How many weights the first parts of `order` have together.
    private let sizes: [Int]
    /// Whether each part is kept: `panel(group, panel)`, then blocks of elements.
    private(set) var isKept: [Bool]

    /// - Parameters:
    ///   - moments: for each group the mean square, or the variance, of each element of the reduction.
    init(_ weights: LayerWeights, groups: Int, moments: [[Double]], structure: PruningOptions.Structure) {
        let block: (outputs: Int, elements: Int) =
            structure == .block ? (WeightBlock.outputs, WeightBlock.elements) : (1, 1)
        self.block = block
        self.groups = groups
        let outputs = weights.outputs / groups
        self.outputs = outputs
        reduction = weights.reduction
        let reduction = weights.reduction
        let panels = (outputs - 1) / block.outputs + 1
        let columns = (reduction - 1) / block.elements + 1
        var parts: [(cost: Float, part: Int32)] = []
        parts.reserveCapacity(groups * panels * columns)
        var costs = [Double](repeating: 0, count: columns)
        for panel in 0..<groups * panels {
            let (group, index) = panel.quotientAndRemainder(dividingBy: panels)
            for column in 0..<columns { costs[column] = 0 }
            let rows = index * block.outputs..<min((index + 1) * block.outputs, outputs)
            for output in rows {
                for r in 0..<reduction {
                    let weight = Double(weights.weights[weights.index(group * outputs + output, r)])
                    costs[r / block.elements] += weight * weight * moments[group][r]
                }
            }
            for column in 0..<columns {
                let size = rows.count * (min((column + 1) * block.elements, reduction) - column * block.elements)
                parts.append((Float(costs[column] / Double(size)), Int32(panel * columns + column)))
            }
        }
        // The number decides among equals, so that there is one order.
        parts.sort { ($0.cost, $0.part) < ($1.cost, $1.part) }
        order = parts
        isKept = [Bool](repeating: true, count: parts.count)
        var total = 0
        sizes = parts.map { part in
            let (panel, column) = Int(part.part).quotientAndRemainder(dividingBy: columns)
            let index = panel % panels
            let rows = min((index + 1) * block.outputs, outputs) - index * block.outputs
            total += rows * (min((column + 1) * block.elements, reduction) - column * block.elements)
            return total
        }
    }

    /// Weights of the layer.
    var count: Int { groups * outputs * reduction }

    /// Panels of outputs in a group.
    var panels: Int { (outputs - 1) / block.outputs + 1 }

    /// The outputs of a panel, counted within its group.
    func outputs(ofPanel panel: Int) -> Range<Int> {
        panel * block.outputs..<min((panel + 1) * block.outputs, outputs)
    }

    /// The elements of the reduction that a panel keeps, in their order.
    func kept(group: Int, panel: Int) -> [Int] {
        let columns = (reduction - 1) / block.elements + 1
        let first = (group * panels + panel) * columns
        return (0..<reduction).filter { isKept[first + $0 / block.elements] }
    }

    /// The elements of the reduction that a panel loses.
    func removed(group: Int, panel: Int) -> [Int] {
        let columns = (reduction - 1) / block.elements + 1
        let first = (group * panels + panel) * columns
        return (0..<reduction).filter { !isKept[first + $0 / block.elements] }
    }

    /// How many parts cost at most so much per weight, within the layer's own limit.
    private func partCount(cost: Float) -> Int {
        let limit = Int(PruningOptions.largestRatio * Double(count))
        let cheap = order.partitioningIndex { $0.cost * sensitivity / Float(gain) > cost }
        return min(cheap, sizes.partitioningIndex { $0 > limit })
    }

    private func removed(_ parts: Int) -> Int { parts == 0 ? 0 : sizes[parts - 1] }

    /// Removes the cheapest parts of this layer alone, up to a share of its weights.
    ///
    /// - Returns: what they cost together, without the sensitivity.
    mutating func remove(share: Double) -> Double {
        let limit = Int(share * Double(count))
        var cost = 0.0
        for (index, part) in order[..<sizes.partitioningIndex { $0 > limit }].enumerated() {
            isKept[Int(part.part)] = false
            cost += Double(part.cost) * Double(sizes[index] - (index == 0 ? 0 : sizes[index - 1]))
        }
        return cost
    }

    /// Chooses for all layers what to remove: the least sum of costs for `ratio` of all that can be gained.
    ///
    /// Within a layer the parts are taken by cost, so that its sum of costs is convex in what is removed; then one cost
    /// that all layers pay at the margin makes the sum over all layers least (the additive distortion of Xu et al.,
    /// "Efficient Joint Optimization of Layer-Adaptive Weight Pruning in Deep Neural Networks", 2023).
    static func choose(_ layers: inout [PruningChoice], ratio: Double) {
        let target = ratio * layers.reduce(0) { $0 + Double($1.count) * $1.gain }
        // Bits of floats that are not negative are ordered as the floats are.
        var (low, high) = (UInt32(0), Float.greatestFiniteMagnitude.bitPattern)
        while low < high {
            let middle = low + (high - low) / 2
            let cost = Float(bitPattern: middle)
            let total = layers.reduce(0) { $0 + Double($1.removed($1.partCount(cost: cost))) * $1.gain }
            if total >= target { high = middle } else { low = middle + 1 }
        }
        guard target > 0 else { return }
        for index in layers.indices {
            let count = layers[index].partCount(cost: Float(bitPattern: low))
            for part in layers[index].order[..<count] { layers[index].isKept[Int(part.part)] = false }
        }
    }
}

extension Array {
    /// The first index whose element satisfies a predicate that holds for all behind it; `count` if none does.
    fileprivate func partitioningIndex(_ predicate: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if predicate(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
