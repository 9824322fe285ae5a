import Kernels
import ModelGraph

/// Swish by table.
extension Swish: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        let alpha = alpha
        try builder.appendActivation(node) { $0 * DeterministicMath.sigmoid(alpha * $0) }
    }
}
