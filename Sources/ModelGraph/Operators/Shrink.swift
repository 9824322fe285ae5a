/// x moved towards zero by `bias` outside -lambd...lambd, 0 inside.
package struct Shrink: Operator {
    package static let name = "Shrink"

    package var bias: Float
    package var lambd: Float

    package init(bias: Float = 0, lambd: Float = 0.5) {
        self.bias = bias
        self.lambd = lambd
    }
}

extension Shrink: UnaryOperator {
    package func apply(_ x: Double) -> Double {
        x < -Double(lambd) ? x + Double(bias) : x > Double(lambd) ? x - Double(bias) : 0
    }
}
