/// Classes under one name of their own: "cat" for every breed of cats.
package struct ClassGroup: Sendable, Hashable {
    package let name: String
    /// Their indices, ascending, at least one.
    package let classes: [Int]

    package init(name: String, classes: [Int]) {
        self.name = name
        self.classes = classes
    }
}
