/// What a batch may use.
public enum ComputeShare: Sendable, Hashable {
    /// The calling thread and nothing else: other batches run beside it.
    case oneCore
    /// Every core: nothing else runs.
    case allCores
}
