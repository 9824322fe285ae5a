/// Where the input is infinite.
package struct IsInf: Operator {
    package static let name = "IsInf"

    package var detectNegative: Bool
    package var detectPositive: Bool

    package init(detectNegative: Bool = true, detectPositive: Bool = true) {
        self.detectNegative = detectNegative
        self.detectPositive = detectPositive
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        [TensorType(.bool, try OperatorInputs(inputs, names: ["X"], required: 1).float(0).shape)]
    }
}

extension IsInf {
    package static var nativeFloats: [ElementType] { [.float32, .float64] }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let x = try arguments.required(0, "X")
        let values = try x.doubles("X").map { x in
            x.isInfinite && (x < 0 ? detectNegative : detectPositive)
        }
        return [Tensor(shape: x.shape, values)]
    }
}
