/// The index of the smallest element along an axis, the first of equal ones unless the last is asked for.
package struct ArgMin: Operator {
    package static let name = "ArgMin"

    package var axis: Int
    package var keepDims: Bool
    package var selectLastIndex: Bool

    package init(axis: Int = 0, keepDims: Bool = true, selectLastIndex: Bool = false) {
        self.axis = axis
        self.keepDims = keepDims
        self.selectLastIndex = selectLastIndex
    }
}

extension ArgMin: ArgOperator {
    package func isBetter(_ a: Double, than b: Double) -> Bool { a < b || (a.isNaN && !b.isNaN) }
}
