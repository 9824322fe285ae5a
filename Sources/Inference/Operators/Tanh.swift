import Kernels
import ModelGraph

/// Tanh by table.
extension Tanh: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        try builder.appendActivation(node) { DeterministicMath.tanh($0) }
    }
}
