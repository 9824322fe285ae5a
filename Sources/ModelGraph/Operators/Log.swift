import PortableMath

/// The natural logarithm.
package struct Log: Operator {
    package static let name = "Log"

    package init() {}
}

extension Log: UnaryOperator {
    package func apply(_ x: Double) -> Double { PortableMath.log(x) }
}
