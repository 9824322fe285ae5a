/// x * max(0, min(1, x / 6 + 1 / 2)) (MobileNetV3).
package struct HardSwish: Operator {
    package static let name = "HardSwish"

    package init() {}
}

extension HardSwish: UnaryOperator {
    package func apply(_ x: Double) -> Double { x * max(0, min(1, x / 6 + 0.5)) }
}
