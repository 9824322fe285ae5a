import ModelGraph

/// InsertZeros on mantissas.
extension InsertZeros: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        try builder.appendIndexMap(node, maps: positions(try builder.shape(node.inputs[0])))
    }
}
