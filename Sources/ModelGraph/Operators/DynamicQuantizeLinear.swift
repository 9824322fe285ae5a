/// x as uint8 with a scale and zero point that fit its own range: outputs y, y_scale, y_zero_point.
package struct DynamicQuantizeLinear: Operator {
    package static let name = "DynamicQuantizeLinear"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let x = try OperatorInputs(inputs, names: ["x"], required: 1).type(0, [.float32])
        return [TensorType(.uint8, x.shape), TensorType(.float32, []), TensorType(.uint8, [])]
    }
}

extension DynamicQuantizeLinear {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let x = try arguments.floats(0, "x")
        // The range always holds zero.
        let (low, high) = (min(0, x.values.min() ?? 0), max(0, x.values.max() ?? 0))
        let scale = (high - low) / 255
        let zeroPoint = scale == 0 ? 0 : min(max((0 - low) / scale, 0), 255).rounded(.toNearestOrEven)
        let values = x.values.map { value -> UInt8 in
            let scaled = scale == 0 ? 0 : (value / scale).rounded(.toNearestOrEven) + zeroPoint
            return scaled.isNaN ? 0 : UInt8(min(max(scaled, 0), 255))
        }
        return [
            Tensor(shape: x.shape, values), Tensor(shape: [], floats: [scale]),
            Tensor(shape: [], [zeroPoint.isNaN ? 0 : UInt8(zeroPoint)]),
        ]
    }
}
