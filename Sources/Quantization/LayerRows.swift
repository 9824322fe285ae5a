import ModelGraph

/// The rows that a layer multiplies its weights with, whatever its input's shape: `InputRows` for each input, in float64.
struct LayerRows {
    private let node: Node
    private let weights: LayerWeights
    /// Groups of a Conv, each with rows of its own.
    let groups: Int
    /// Elements of a row.
    var length: Int { weights.reduction }

    init(_ node: Node, _ weights: LayerWeights) {
        (self.node, self.weights) = (node, weights)
        groups = max(1, (node.op as? Conv)?.group ?? 1)
    }

    /// How many rows there are for an input: output positions of all samples of a batch.
    ///
    /// - Throws: `GraphError` if the input does not fit the layer.
    func count(of input: Tensor) throws -> Int { try rows(of: input).count }

    private func rows(of input: Tensor) throws -> InputRows {
        guard let rows = InputRows(node, weights, input: input.shape) else {
            throw GraphError.invalid("an input of shape \(input.shape) does not fit the layer").at(node)
        }
        return rows
    }

    /// Rows of one group at positions that are spread evenly over all samples of a batch.
    ///
    /// - Parameters:
    ///   - input: the layer's input: (N, C, spatial ...) of a Conv, (..., K) of Gemm and MatMul.
    ///   - limit: rows at most.
    ///   - phase: other positions for another one: a number for each sample sees more of them.
    ///   - endingInOne: each row is followed by a 1, which a bias is the weight of.
    /// - Throws: `GraphError` if the input does not fit the layer.
    func rows(of input: Tensor, group: Int, limit: Int, phase: Int, endingInOne: Bool) throws -> [Double] {
        guard let values = input.floats else { throw GraphError.invalid("an input that is no tensor of F32") }
        let rows = try rows(of: input)
        let found = rows.rows(of: values, at: rows.positions(limit: limit, seed: phase), groups: group..<group + 1)
        guard endingInOne else { return found.map { Double($0) } }
        var result: [Double] = []
        result.reserveCapacity(found.count / length * (length + 1))
        for begin in stride(from: 0, to: found.count, by: length) {
            for element in found[begin..<begin + length] { result.append(Double(element)) }
            result.append(1)
        }
        return result
    }
}
