/// One thing that an answer can list.
package enum ClassChoice: Sendable, Hashable, Comparable {
    /// A class by its index.
    case index(Int)
    /// A group by its position among the model's groups.
    case group(Int)

    /// Classes by index, then groups.
    package static func < (lhs: ClassChoice, rhs: ClassChoice) -> Bool {
        switch (lhs, rhs) {
        case (.index(let left), .index(let right)), (.group(let left), .group(let right)): left < right
        case (.index, .group): true
        case (.group, .index): false
        }
    }
}
