package import ModelGraph

/// An operator that can be computed in float32: slow, obvious, and the definition of what is right.
///
/// Each operator conforms in the file of its name under `Operators/` and stands in `ReferenceTable`.
package protocol ReferenceOperator: Operator {
    /// Computes the outputs of one node.
    ///
    /// - Returns: the outputs in ONNX's order, at least as many as `arguments.outputCount`.
    /// - Throws: `GraphError` (without a node) when the arguments do not fit the operator.
    func evaluate(_ arguments: Arguments) throws -> [Tensor]
}
