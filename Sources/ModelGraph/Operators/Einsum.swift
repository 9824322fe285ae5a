/// Einstein's sum over labelled axes: `bij,bjk->bik`, with ellipses for broadcast axes.
package struct Einsum: Operator {
    package static let name = "Einsum"

    package var equation: String

    package init(equation: String) {
        self.equation = equation
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let types = inputs.compactMap { $0?.type }
        guard let first = types.first, types.count == inputs.count,
            types.allSatisfy({ $0.elementType == first.elementType && $0.elementType != .bool })
        else { throw GraphError.invalid("inputs that are absent or of several types") }
        let labels = try EinsumLabels(equation, ranks: types.map(\.shape.count))
        var extents: [Character: Dimension] = [:]
        for (term, type) in zip(labels.inputs, types) {
            for (label, extent) in zip(term, type.shape) {
                guard let known = extents[label] else {
                    extents[label] = extent
                    continue
                }
                if known == 1 || (known.fixed == nil && extent != 1) { extents[label] = extent }
                if let a = known.fixed, let b = extent.fixed, a != b, a != 1, b != 1 {
                    throw GraphError.invalid("\(label) is \(a) and \(b) in \(equation)")
                }
            }
        }
        return [TensorType(first.elementType, labels.output.map { extents[$0] ?? 1 })]
    }
}

/// The labels of an equation's terms; axes under an ellipsis get labels of their own.
struct EinsumLabels {
    var inputs: [[Character]] = []
    var output: [Character] = []

    init(_ equation: String, ranks: [Int]) throws(GraphError) {
        let text = equation.filter { $0 != " " }
        let halves = text.split(separator: ">", omittingEmptySubsequences: false)
        let isExplicit = halves.count == 2 && halves[0].hasSuffix("-")
        guard halves.count == 1 || isExplicit else { throw .invalid("the equation \(equation)") }
        let terms = (isExplicit ? halves[0].dropLast() : halves[0]).split(
            separator: ",", omittingEmptySubsequences: false)
        guard terms.count == ranks.count else {
            throw .invalid("the equation \(equation) has \(terms.count) terms for \(ranks.count) inputs")
        }
        var widest = 0
        for (term, rank) in zip(terms, ranks) {
            let hidden = rank - term.filter { $0 != "." }.count
            guard hidden >= 0, term.contains("...") || hidden == 0 else {
                throw .invalid("the term \(term) for an input of \(rank) axes")
            }
            widest = max(widest, hidden)
            inputs.append(try Self.labels(term, hidden: hidden))
        }
        if isExplicit {
            output = try Self.labels(halves[1], hidden: halves[1].contains("...") ? widest : 0)
        } else {
            // Labels that occur once, in the order of the alphabet, behind the axes under ellipses.
            let all = inputs.joined()
            let letters = Set(all.filter(\.isLetter)).sorted()
            output = Self.hidden(widest) + letters.filter { letter in all.filter { $0 == letter }.count == 1 }
        }
        let known = Set(inputs.joined())
        guard output.allSatisfy(known.contains), Set(output).count == output.count else {
            throw .invalid("the result of the equation \(equation)")
        }
    }

    /// The labels of the last `count` axes under an ellipsis: digits, aligned at the end.
    private static func hidden(_ count: Int) -> [Character] { Array("9876543210".suffix(count)) }

    private static func labels(_ term: some StringProtocol, hidden: Int) throws(GraphError) -> [Character] {
        guard hidden <= 10 else { throw .unsupported("\(hidden) axes under an ellipsis") }
        let parts = Array(term)
        guard let dots = parts.firstIndex(of: ".") else { return try letters(parts) }
        guard dots + 2 < parts.count, parts[dots..<dots + 3] == [".", ".", "."] else {
            throw .invalid("the term \(term)")
        }
        return try letters(Array(parts[..<dots])) + Self.hidden(hidden) + letters(Array(parts[(dots + 3)...]))
    }

    private static func letters(_ characters: [Character]) throws(GraphError) -> [Character] {
        guard characters.allSatisfy({ $0.isLetter && $0.isASCII }) else {
            throw .invalid("the label \(String(characters)) of an equation")
        }
        return characters
    }
}

extension Einsum {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let tensors = try arguments.values.indices.map { try arguments.required($0, "Inputs[\($0)]") }
        guard let first = tensors.first else { throw GraphError.invalid("no inputs") }
        let labels = try EinsumLabels(equation, ranks: tensors.map(\.shape.count))
        var operands = try zip(labels.inputs, tensors).map {
            try EinsumOperand($0, $1.doubles().map { Float($0) }, $1.shape)
        }
        // Two at a time, each label that nobody needs any more summed at once.
        while operands.count > 1 {
            let (a, b) = (operands.removeFirst(), operands.removeFirst())
            let needed = Set(labels.output + operands.flatMap(\.labels))
            operands.insert(try a.product(b, keeping: needed, arguments.product), at: 0)
        }
        let result = try operands[0].arranged(labels.output)
        return [result.tensor.converted(to: first.elementType)]
    }
}

/// A factor of an Einstein sum: each label once.
struct EinsumOperand {
    var labels: [Character]
    var value: FloatTensor

    /// Repeated labels become diagonals.
    init(_ labels: [Character], _ values: [Float], _ shape: [Int]) throws {
        let strides = Positions.strides(shape)
        var own: [Character] = []
        var extents: [Int] = [], steps: [Int] = []
        for (axis, label) in labels.enumerated() {
            if let known = own.firstIndex(of: label) {
                guard extents[known] == shape[axis] else {
                    throw GraphError.invalid("\(label) is \(extents[known]) and \(shape[axis])")
                }
                steps[known] += strides[axis]
            } else {
                own.append(label)
                extents.append(shape[axis])
                steps.append(strides[axis])
            }
        }
        let offsets = try Positions.offsets(positions: extents.map { Array(0..<$0) }, strides: steps)
        self.labels = own
        value = FloatTensor(shape: extents, values: offsets.map { values[$0] })
    }

    private func extent(_ label: Character) -> Int? { labels.firstIndex(of: label).map { value.shape[$0] } }

    /// The labels in this order, those that are not among them summed; missing ones have extent 1.
    func arranged(_ order: [Character]) throws -> FloatTensor {
        let summed = labels.filter { !order.contains($0) }
        let strides = Positions.strides(value.shape)
        let stride = { (label: Character) in labels.firstIndex(of: label).map { strides[$0] } ?? 0 }
        let shape = order.map { extent($0) ?? 1 }
        let starts = try Positions.offsets(positions: shape.map { Array(0..<$0) }, strides: order.map(stride))
        let steps = try Positions.offsets(
            positions: summed.map { Array(0..<(extent($0) ?? 1)) }, strides: summed.map(stride))
        if summed.isEmpty { return FloatTensor(shape: shape, values: starts.map { value.values[$0] }) }
        return FloatTensor(
            shape: shape,
            values: starts.map { start in Float(steps.reduce(0.0) { $0 + Double(value.values[start + $1]) }) })
    }

    /// The product as a batched matrix product: (batch, rows, inner) by (batch, inner, columns).
    func product(_ other: EinsumOperand, keeping needed: Set<Character>, _ product: any MatrixProduct) throws
        -> EinsumOperand
    {
        let isShared = { (label: Character) in
            // An extent of 1 repeats: such a label is no common one.
            self.extent(label) != nil && other.extent(label) != nil && self.extent(label) == other.extent(label)
        }
        for label in labels {
            if let a = extent(label), let b = other.extent(label), a != b, a != 1, b != 1 {
                throw GraphError.invalid("\(label) is \(a) and \(b)")
            }
        }
        let shared = labels.filter(isShared)
        let batch = shared.filter(needed.contains), inner = shared.filter { !needed.contains($0) }
        // What only one of them has; of a repeated label the side that has more than one element.
        let rows = labels.filter {
            !isShared($0) && (other.extent($0) == nil || extent($0) != 1) && needed.contains($0)
        }
        let columns = other.labels.filter {
            !isShared($0) && (extent($0) == nil || other.extent($0) != 1) && needed.contains($0)
        }
        // `arranged` sums what neither the result nor the other factor needs.
        let a = try squeezed(keeping: batch + rows + inner).arranged(batch + rows + inner)
        let b = try other.squeezed(keeping: batch + inner + columns).arranged(batch + inner + columns)
        let sizes = { (labels: [Character], operand: EinsumOperand) in labels.map { operand.extent($0) ?? 1 } }
        let count = sizes(batch, self).reduce(1, *), m = sizes(rows, self).reduce(1, *)
        let k = sizes(inner, self).reduce(1, *), n = sizes(columns, other).reduce(1, *)
        _ = try ShapeLimits.listedCount(sizes(batch, self) + sizes(rows, self) + sizes(columns, other))
        var result = try FloatTensor(zeros: sizes(batch, self) + sizes(rows, self) + sizes(columns, other))
        try a.values.withUnsafeBufferPointer { a in
            try b.values.withUnsafeBufferPointer { b in
                try result.values.withUnsafeMutableBufferPointer { result in
                    guard let a = a.baseAddress, let b = b.baseAddress, let result = result.baseAddress, k > 0 else {
                        return
                    }
                    for index in 0..<count {
                        try product.multiply(
                            MatrixView(pointer: a + index * m * k, stride: k),
                            MatrixView(pointer: b + index * k * n, stride: n), into: result + index * m * n,
                            resultStride: n, rows: m, columns: n, inner: k)
                    }
                }
            }
        }
        return try EinsumOperand(batch + rows + columns, result.values, result.shape)
    }

    /// Without labels of extent 1 that are not kept: summing them changes nothing.
    private func squeezed(keeping kept: [Character]) throws -> EinsumOperand {
        let left = labels.filter { kept.contains($0) || extent($0) != 1 }
        return try EinsumOperand(left, value.values, left.map { extent($0) ?? 1 })
    }
}
