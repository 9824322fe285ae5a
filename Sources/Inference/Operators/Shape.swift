import ModelGraph

/// Shape: known when the plan is made.
extension Shape: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        throw InferenceError.invalid("the shape of its input is not known")
    }

    func folded(_ inputs: [OperatorInput?], output: TensorType) throws -> Tensor? {
        guard let shape = inputs.first??.type.fixedShape else { return nil }
        let clamped = { (axis: Int) in min(max(axis < 0 ? axis + shape.count : axis, 0), shape.count) }
        let (first, last) = (clamped(start), clamped(end ?? shape.count))
        let extents = first < last ? Array(shape[first..<last]) : []
        return Tensor(shape: [extents.count], int64s: extents.map { Int64($0) })
    }
}
