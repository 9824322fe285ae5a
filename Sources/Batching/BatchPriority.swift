/// Who goes first. A queue serves all of `high` before any of `normal`, in the order of admission within each.
public enum BatchPriority: Int, Sendable, Hashable, CaseIterable {
    case high
    case normal
}
