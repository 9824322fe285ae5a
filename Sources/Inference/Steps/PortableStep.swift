import ModelGraph

/// Computes a node as its definition says, on tensors: for operators that have no step of their own. Allocates.
struct PortableStep: PlanStep {
    enum Operand: Sendable {
        case absent
        case constant(Tensor)
        case buffer(Int, ElementType, shape: [Int])
    }

    struct Output: Sendable {
        var buffer: Int
        var elementType: ElementType
        var shape: [Int]
    }

    let op: any Operator
    let operands: [Operand]
    /// nil where nobody wants the output.
    let outputs: [Output?]

    var kernel: String { "portable" }

    func execute(_ context: ExecutionContext) throws -> Int {
        let values = operands.map { operand -> Tensor? in
            switch operand {
            case .absent: nil
            case .constant(let tensor): tensor
            case .buffer(let buffer, let type, let shape): TensorMemory.read(context.raw(buffer), type, shape: shape)
            }
        }
        let results = try op.outputs(Arguments(values, outputCount: outputs.count))
        guard results.count >= outputs.count else {
            throw GraphError.unsupported("\(outputs.count) outputs; \(results.count) are supported")
        }
        for (output, result) in zip(outputs, results) {
            guard let output else { continue }
            guard result.shape == output.shape, result.elementType == output.elementType else {
                throw GraphError.invalid(
                    "a result of shape \(result.shape), shape inference says \(output.shape)")
            }
            TensorMemory.write(result, to: context.raw(output.buffer))
        }
        return 0
    }
}
