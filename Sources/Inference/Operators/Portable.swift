import FixedPoint
import ModelGraph

/// Operators without a step of their own.
extension PlanBuilder {
    /// Appends the node as its definition in ModelGraph says: in float32, or on mantissas where it only moves elements.
    func appendPortable(_ node: Node) throws {
        if try appendMoves(node) { return }
        let shared = node.op.movesElements ? stored(node, 0)?.format : nil
        var operands: [PortableStep.Operand] = []
        var reads: [Int] = []
        for (index, name) in node.inputs.enumerated() {
            if name.isEmpty {
                operands.append(.absent)
            } else if let tensor = constants[name] {
                operands.append(.constant(tensor))
            } else {
                let isMantissas = index == 0 && shared != nil
                let value = try self.value(name, layout: .rowMajor, isFloat: !isMantissas)
                operands.append(
                    .buffer(value.buffer, isMantissas ? .int16 : value.elementType, shape: value.shape))
                reads.append(value.buffer)
            }
        }
        var values: [StoredValue?] = []
        for name in node.outputs {
            guard !name.isEmpty, let type = types[name] else {
                values.append(nil)
                continue
            }
            let isMantissas = shared != nil && type.elementType == .float32
            values.append(
                newValue(
                    shape: try shape(name), layout: .rowMajor, format: isMantissas ? shared : nil,
                    elementType: type.elementType))
        }
        append(
            PortableStep(
                op: node.op, operands: operands,
                outputs: values.map { value in
                    value.map {
                        .init(
                            buffer: $0.buffer, elementType: $0.format == nil ? $0.elementType : .int16, shape: $0.shape)
                    }
                }),
            reads: reads, writes: values.compactMap { $0?.buffer })
        for (index, value) in values.enumerated() {
            if let value { try finish(node, value, output: index) }
        }
    }
}
