/// A window function for spectra: Hann, Hamming, Blackman.
package protocol WindowOperator: Operator {
    var outputType: ElementType { get }
    var periodic: Bool { get }
    /// - Parameter x: pi times the position as a share of the period.
    func value(_ x: Double) -> Double
}

extension WindowOperator {
    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["size"], required: 1)
        guard let size = try inputs.integersIfConstant(0, "size")?.first else {
            return [TensorType(outputType, [.unknown])]
        }
        _ = try ShapeLimits.count([size])
        return [TensorType(outputType, [.fixed(size)])]
    }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        guard let size = try arguments.integers(0, "size").first else { throw GraphError.invalid("size is empty") }
        _ = try ShapeLimits.listedCount([size])
        let period = periodic ? size : size - 1
        let values = (0..<size).map { value(3.141592653589793 * Double($0) / Double(max(1, period))) }
        return [Tensor(shape: [size], values).converted(to: outputType)]
    }
}
