/// The loops of an elementwise operation over two operands that are broadcast against each other, with as few loops
/// as the shapes allow: axes along which both operands move alike are one.
struct Broadcast: Sendable {
    /// One loop: its length and how far each operand moves per turn; 0 where it repeats.
    struct Loop: Sendable, Equatable {
        var count: Int
        var a: Int
        var b: Int
    }

    /// Innermost loop: steps are 0 or 1.
    let columns: Loop
    /// The loop around it.
    let rows: Loop
    /// Further loops, outermost first.
    let outer: [Loop]

    /// - Parameters:
    ///   - shape: of the result, in memory order.
    ///   - a, b: of the operands, of the same rank; an extent is the result's, or 1 to repeat.
    init(shape: [Int], a: [Int], b: [Int]) throws(InferenceError) {
        guard a.count == shape.count, b.count == shape.count,
            zip(shape, a).allSatisfy({ $1 == $0 || $1 == 1 }), zip(shape, b).allSatisfy({ $1 == $0 || $1 == 1 })
        else { throw .invalid("operands of shapes \(a) and \(b) cannot be broadcast to \(shape)") }
        var loops: [Loop] = []
        var (aStride, bStride) = (1, 1)
        // From the innermost axis; consecutive axes on which an operand repeats, or not, alike become one loop.
        for axis in shape.indices.reversed() where shape[axis] != 1 {
            let loop = Loop(count: shape[axis], a: a[axis] == 1 ? 0 : aStride, b: b[axis] == 1 ? 0 : bStride)
            aStride *= a[axis]
            bStride *= b[axis]
            if let last = loops.last, (last.a == 0) == (loop.a == 0), (last.b == 0) == (loop.b == 0) {
                loops[loops.count - 1].count *= loop.count
            } else {
                loops.append(loop)
            }
        }
        let one = Loop(count: 1, a: 0, b: 0)
        columns = loops.first ?? Loop(count: 1, a: 1, b: 1)
        rows = loops.count > 1 ? loops[1] : one
        outer = loops.dropFirst(2).reversed()
    }

    /// Turns of all outer loops together.
    var outerCount: Int { outer.reduce(1) { $0 * $1.count } }

    /// Where the operands stand at the turn `index` of the outer loops.
    func offsets(_ index: Int) -> (a: Int, b: Int) {
        var (rest, a, b) = (index, 0, 0)
        for loop in outer.reversed() {
            let turn = rest % loop.count
            rest /= loop.count
            a += turn * loop.a
            b += turn * loop.b
        }
        return (a, b)
    }

    /// Calls `body` for every part of the work: where its rows and columns begin, how many there are. One task each.
    func forEachPart(
        _ context: ExecutionContext,
        _ body: (_ a: Int, _ b: Int, _ output: Int, _ rows: Int, _ columns: Int) -> Int
    ) -> Int {
        if outer.isEmpty && rows.count == 1 {
            return context.parallelRanges(columns.count, grain: 8192) { range in
                body(
                    range.lowerBound * columns.a, range.lowerBound * columns.b, range.lowerBound, 1, range.count)
            }
        }
        let size = rows.count * columns.count
        let parts = context.threads == 1 ? 1 : min(rows.count, max(1, context.threads * 2 / outerCount))
        return context.parallel(outerCount * parts) { task, _ in
            let (turn, part) = (task / parts, task % parts)
            let range = rows.count * part / parts..<rows.count * (part + 1) / parts
            let start = offsets(turn)
            return body(
                start.a + range.lowerBound * rows.a, start.b + range.lowerBound * rows.b,
                turn * size + range.lowerBound * columns.count, range.count, columns.count)
        }
    }
}
