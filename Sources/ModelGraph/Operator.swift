/// What a node computes: one type per ONNX operator, holding its attributes.
///
/// The type's name in this module is ONNX's `op_type`. Its attributes carry ONNX's names (in Swift's
/// spelling) with ONNX's defaults filled in, normalized to the newest opset: an attribute that became an
/// input in a later opset is an input here.
///
/// How it is read from ONNX, computed in float and computed in integers stands under the same name in the
/// modules ONNX, Reference and Inference.
package protocol Operator: Sendable, Hashable, Codable {
    /// ONNX's `op_type`, e.g. `Conv`.
    static var name: String { get }

    /// The types of the outputs for the given inputs: ONNX's type and shape inference.
    ///
    /// - Parameter inputs: one entry per input of the node; nil where an optional input is absent.
    /// - Throws: `GraphError` that says what was found and what was expected.
    func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType]

    /// The outputs where all of the inputs are small constants and the operator belongs to the arithmetic of shapes;
    /// nil where it is left to be computed when the model runs (the default).
    ///
    /// - Parameter inputs: one entry per input; nil where it is absent or not a constant.
    func folded(_ inputs: [Tensor?]) throws -> [Tensor]?

    /// The output as a list of extents, some of which may still be symbols, for the operators that carry a shape from Shape
    /// to Reshape; nil for all others (the default).
    ///
    /// - Parameters:
    ///   - inputs: what is known of each input as a list of extents.
    ///   - constants: the inputs that are constants.
    func foldedDimensions(_ inputs: [[Dimension]?], constants: [Tensor?]) throws -> [Dimension]?
}

/// One input of an operator as shape inference sees it.
package struct OperatorInput: Sendable {
    package var type: TensorType
    /// The value where it is a constant of the graph.
    package var value: Tensor?

    package init(type: TensorType, value: Tensor? = nil) {
        self.type = type
        self.value = value
    }
}

extension Operator {
    package func folded(_ inputs: [Tensor?]) throws -> [Tensor]? { nil }

    package func foldedDimensions(_ inputs: [[Dimension]?], constants: [Tensor?]) throws -> [Dimension]? { nil }
}
