import FixedPoint
import Kernels
import Synchronization

/// The lookup tables of a model: layers with the same function and formats share one, over all plans.
final class TableCache: Sendable {
    struct Key: Hashable, Sendable {
        /// The operator with its attributes.
        var function: String
        var input: DFPFormat
        var output: DFPFormat
    }

    private let tables = Mutex<[Key: LookupTable]>([:])

    var byteCount: Int { tables.withLock { $0.values.reduce(0) { $0 + $1.byteCount } } }

    func table(_ key: Key, make: () throws -> LookupTable) rethrows -> LookupTable {
        if let known = tables.withLock({ $0[key] }) { return known }
        // Made outside of the lock: two threads may make the same table, which changes nothing.
        let made = try make()
        tables.withLock { $0[key] = made }
        return made
    }
}
