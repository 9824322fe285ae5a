import CLinux
import Glibc

/// The processors that this process may use.
package struct Processors: Sendable, Equatable {
    /// Processors in the affinity mask (sched_getaffinity, `taskset`, cpuset), at least 1.
    package let inAffinityMask: Int
    /// The limit of the control groups in processors, e.g. 1.5; nil for none.
    package let controlGroupLimit: Double?

    package init(inAffinityMask: Int, controlGroupLimit: Double?) {
        self.inAffinityMask = max(1, inAffinityMask)
        self.controlGroupLimit = controlGroupLimit
    }

    /// What the system says now. Reads files; ask once.
    package static func current() -> Processors {
        let count = Int(mant_affinity_processor_count())
        return Processors(
            inAffinityMask: count > 0 ? count : Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))),
            controlGroupLimit: ControlGroups.processorLimit(root: ""))
    }

    /// Threads that can compute at the same time: the smaller of mask and limit, at least 1.
    ///
    /// A fraction is rounded up: with 1.5 processors two threads use all that is granted, one would leave a third of
    /// it. The half that is missing shows as waiting at the end of a period (100 ms), and only under load that lasts as
    /// long: an inference takes milliseconds, and its threads park after it.
    package var available: Int {
        guard let controlGroupLimit else { return inAffinityMask }
        // Compared as floating point first: a limit may be larger than Int.
        guard controlGroupLimit < Double(inAffinityMask) else { return inAffinityMask }
        return max(1, Int(controlGroupLimit.rounded(.up)))
    }

    /// What is to be said of a number of threads: nil unless it is more than `available`.
    package func warning(threads: Int) -> String? {
        guard threads > available else { return nil }
        let source =
            available < inAffinityMask
            ? "its control group grants \(controlGroupLimit ?? 0)" : "its affinity mask has \(inAffinityMask)"
        let processors = available == 1 ? "processor" : "processors"
        return "\(threads) threads for \(available) \(processors) (\(source)): more do not make it faster"
    }
}
