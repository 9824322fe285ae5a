import Kernels
import ModelGraph

/// Sigmoid by table.
extension Sigmoid: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        try builder.appendActivation(node) { DeterministicMath.sigmoid($0) }
    }
}
