import PortableMath

/// The Hann window of a length, its input.
package struct HannWindow: Operator {
    package static let name = "HannWindow"

    package var outputType: ElementType
    /// Whether the window is one period, or symmetric.
    package var periodic: Bool

    package init(outputType: ElementType = .float32, periodic: Bool = true) {
        self.outputType = outputType
        self.periodic = periodic
    }
}

extension HannWindow: WindowOperator {
    /// - Parameter x: pi times the position as a share of the period.
    package func value(_ x: Double) -> Double { 0.5 - 0.5 * PortableMath.cos(2 * x) }
}
