/// What a node computes: one type per ONNX operator, holding its attributes.
///
/// The type's name in this module is ONNX's `op_type`. Its attributes carry ONNX's names (in Swift's
/// spelling) with ONNX's defaults filled in, normalized to the newest opset: an attribute that became an
/// input in a later opset is an input here.
///
/// How it is read from ONNX and how it is computed in integers stands under the same name in the modules ONNX and
/// Inference.
package protocol Operator: Sendable, Hashable, Codable {
    /// ONNX's `op_type`, e.g. `Conv`.
    static var name: String { get }

    /// The types of the outputs for the given inputs: ONNX's type and shape inference.
    ///
    /// - Parameter inputs: one entry per input of the node; nil where an optional input is absent.
    /// - Throws: `GraphError` that says what was found and what was expected.
    func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType]

    /// What the operator computes: the definition of what is right, slow and obvious, in one fixed order of operations.
    ///
    /// Called through `outputs(_:)`, which takes care of the float types that `nativeFloats` leaves out.
    ///
    /// - Returns: the outputs in ONNX's order, at least as many as `arguments.outputCount`.
    /// - Throws: `GraphError` (without a node) when the arguments do not fit the operator.
    func evaluate(_ arguments: Arguments) throws -> [Tensor]

    /// Whether every element of every output is an element of the first input, or zero: then it may be computed on
    /// mantissas (false by default).
    var movesElements: Bool { get }

    /// Whether the same inputs always give the same outputs (the default); only then constants are folded.
    var isDeterministic: Bool { get }

    /// The float types that `evaluate` takes; the default is float32 alone.
    static var nativeFloats: [ElementType] { get }

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
    /// The value as a list of extents, some of which may be symbols, where that much is known.
    package var dimensions: [Dimension]?

    package init(type: TensorType, value: Tensor? = nil, dimensions: [Dimension]? = nil) {
        self.type = type
        self.value = value
        self.dimensions = dimensions
    }
}

extension Operator {
    package static var nativeFloats: [ElementType] { [.float32] }
    package var isDeterministic: Bool { true }
    package var movesElements: Bool { false }

    package func foldedDimensions(_ inputs: [[Dimension]?], constants: [Tensor?]) throws -> [Dimension]? { nil }
}
