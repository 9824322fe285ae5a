/// Converts elements to another type.
package struct Cast: Operator {
    package static let name = "Cast"

    package var to: ElementType

    package init(to: ElementType) {
        self.to = to
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let x = try OperatorInputs(inputs, names: ["input"], required: 1)(0).type
        return [TensorType(to, x.shape)]
    }

    package func folded(_ inputs: [Tensor?]) throws -> [Tensor]? {
        guard let data = ConstantFold.small(inputs.first ?? nil) else { return nil }
        switch (data.elements, to) {
        case _ where data.elementType == to: return [data]
        case (.int32(let values), .int64): return [Tensor(shape: data.shape, int64s: values.map(Int64.init))]
        case (.int64(let values), .int32):
            let narrow = values.compactMap { Int32(exactly: $0) }
            return narrow.count == values.count ? [Tensor(shape: data.shape, elements: .int32(narrow))] : nil
        default: return nil
        }
    }

    package func foldedDimensions(_ inputs: [[Dimension]?], constants: [Tensor?]) throws -> [Dimension]? {
        inputs.first ?? nil
    }
}
