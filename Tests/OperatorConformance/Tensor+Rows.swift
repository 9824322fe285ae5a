import ModelGraph

extension Tensor {
    /// The rows of the first axis with these numbers, in this order.
    func rows(_ numbers: [Int]) -> Tensor {
        let size = shape.dropFirst().reduce(1, *)
        func taken<A: ElementArray>(_ array: A) -> Tensor {
            let values = numbers.flatMap { array.values[$0 * size..<($0 + 1) * size] }
            return Tensor(shape: [numbers.count] + shape.dropFirst(), values)
        }
        return taken(elements.array)
    }

    /// Whether every element has the same bits: -0 is not 0, and NaN equals itself.
    func hasBits(of other: Tensor) -> Bool {
        guard shape == other.shape, elementType == other.elementType else { return false }
        guard let floats, let others = other.floats else { return elements == other.elements }
        return floats.map(\.bitPattern) == others.map(\.bitPattern)
    }
}
