import PortableMath

/// The Hamming window of a length, its input.
package struct HammingWindow: Operator {
    package static let name = "HammingWindow"

    package var outputType: ElementType
    /// Whether the window is one period, or symmetric.
    package var periodic: Bool

    package init(outputType: ElementType = .float32, periodic: Bool = true) {
        self.outputType = outputType
        self.periodic = periodic
    }
}

extension HammingWindow: WindowOperator {
    /// - Parameter x: pi times the position as a share of the period.
    package func value(_ x: Double) -> Double { 25.0 / 46 - 21.0 / 46 * PortableMath.cos(2 * x) }
}
