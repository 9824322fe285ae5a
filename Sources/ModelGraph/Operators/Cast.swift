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

    package func foldedDimensions(_ inputs: [[Dimension]?], constants: [Tensor?]) throws -> [Dimension]? {
        inputs.first ?? nil
    }
}

extension Cast {
    package static var nativeFloats: [ElementType] { ElementType.floats }

    /// Floats are truncated toward zero and saturate, NaN becoming 0; integers wrap, as in NumPy.
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        [try arguments.required(0, "input").converted(to: to)]
    }
}
