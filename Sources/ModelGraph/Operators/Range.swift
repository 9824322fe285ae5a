/// The numbers start, start + delta ... below limit: inputs start, limit, delta, all scalars.
///
/// ONNX calls it Range, which is a type of Swift.
package struct NumberRange: Operator {
    package static let name = "Range"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["start", "limit", "delta"], required: 3)
        let type = try inputs.type(0, ElementType.numbers).elementType
        let values = try (0..<3).map { try inputs($0).value }
        guard let start = values[0], let limit = values[1], let delta = values[2] else {
            return [TensorType(type, [.unknown])]
        }
        return [TensorType(type, [.fixed(try count(start, limit, delta))])]
    }

    private func count(_ start: Tensor, _ limit: Tensor, _ delta: Tensor) throws -> Int {
        guard start.count == 1, limit.count == 1, delta.count == 1 else {
            throw GraphError.invalid("start, limit and delta must be scalars")
        }
        let (start, limit, delta) = (try start.doubles()[0], try limit.doubles()[0], try delta.doubles()[0])
        let count = ((limit - start) / delta).rounded(.up)
        guard count.isFinite, count <= Double(ShapeLimits.listed) else {
            throw GraphError.invalid("a range from \(start) to \(limit) by \(delta)")
        }
        return Int(max(0, count))
    }
}

extension NumberRange {
    package static var nativeFloats: [ElementType] { [.float32, .float64] }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let (start, limit) = (try arguments.required(0, "start"), try arguments.required(1, "limit"))
        let delta = try arguments.required(2, "delta")
        let count = try count(start, limit, delta)
        let (first, step) = (try start.doubles()[0], try delta.doubles()[0])
        let values = (0..<count).map { first + Double($0) * step }
        return [Tensor(shape: [count], values).converted(to: start.elementType)]
    }
}
