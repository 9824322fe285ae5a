/// Builds a value whose element at (i, j, ...) is the input's at (map0[i], map1[j], ...), or a constant where a map
/// says -1: Pad, Slice, Gather.
struct IndexMapStep: PlanStep {
    /// Consecutive places of the innermost mapped axis that come from consecutive places of the input.
    private struct Run: Sendable {
        var target: Int
        /// -1 for the constant.
        var source: Int
        var count: Int
    }

    private let input: Int
    private let output: Int
    private let elementBytes: Int
    /// The constant's bits; the lower 16 for INT16.
    private let constant: UInt32
    /// Maps of all axes but the innermost, and how many elements one step along each is in the input.
    private let maps: [[Int]]
    private let strides: [Int]
    private let runs: [Run]
    /// Elements of the output that one turn of the outer axes writes.
    private let width: Int

    var kernel: String { "index map" }

    /// - Parameters:
    ///   - shape: of the input, in memory order.
    ///   - maps: for each axis of it, the output's places along that axis.
    init(input: Int, output: Int, elementBytes: Int, shape: [Int], maps: [[Int]], constant: UInt32 = 0) {
        var (shape, maps) = (shape, maps)
        var block = 1
        // Inner axes that stay as they are move as one block.
        while shape.count > 1, let map = maps.last, let extent = shape.last, map == Array(0..<extent) {
            block *= extent
            shape.removeLast()
            maps.removeLast()
        }
        if shape.isEmpty { (shape, maps) = ([1], [[0]]) }
        var runs: [Run] = []
        for (target, source) in (maps.last ?? []).enumerated() {
            if let last = runs.last,
                source < 0 ? last.source < 0 : last.source >= 0 && last.source + last.count == source
            {
                runs[runs.count - 1].count += 1
            } else {
                runs.append(Run(target: target, source: source, count: 1))
            }
        }
        self.runs = runs.map {
            Run(target: $0.target * block, source: $0.source < 0 ? -1 : $0.source * block, count: $0.count * block)
        }
        width = (maps.last?.count ?? 1) * block
        var stride = block * (shape.last ?? 1)
        var strides: [Int] = []
        for extent in shape.dropLast().reversed() {
            strides.insert(stride, at: 0)
            stride *= extent
        }
        self.strides = strides
        self.maps = Array(maps.dropLast())
        self.input = input
        self.output = output
        self.elementBytes = elementBytes
        self.constant = constant
    }

    func execute(_ context: ExecutionContext) -> Int {
        let turns = maps.reduce(1) { $0 * $1.count }
        return context.parallelRanges(turns, grain: max(1, 4096 / max(width, 1))) { range in
            for turn in range {
                var (rest, start, isConstant) = (turn, 0, false)
                for axis in maps.indices.reversed() {
                    let place = maps[axis][rest % maps[axis].count]
                    rest /= maps[axis].count
                    isConstant = isConstant || place < 0
                    start += place * strides[axis]
                }
                let target = context.raw(output) + turn * width * elementBytes
                if isConstant {
                    fill(target, width)
                    continue
                }
                for run in runs {
                    let place = target + run.target * elementBytes
                    if run.source < 0 {
                        fill(place, run.count)
                    } else {
                        place.copyMemory(
                            from: context.raw(input) + (start + run.source) * elementBytes,
                            byteCount: run.count * elementBytes)
                    }
                }
            }
            return 0
        }
    }

    private func fill(_ target: UnsafeMutableRawPointer, _ count: Int) {
        if elementBytes == 2 {
            let elements = target.assumingMemoryBound(to: UInt16.self)
            for index in 0..<count { elements[index] = UInt16(truncatingIfNeeded: constant) }
        } else {
            let elements = target.assumingMemoryBound(to: UInt32.self)
            for index in 0..<count { elements[index] = constant }
        }
    }
}
