import ModelGraph

/// How an I16 tensor with many zeros stands in a checkpoint: a mask of the blocks that are not all zero, and the
/// elements of these blocks; docs/checkpoint.md has the layout.
struct SparseTensor: Codable, Equatable {
    /// Of the tensor; two axes or more.
    var shape: [Int]
    /// Extents of a block along the first two axes; at the ends of the axes blocks may be cut.
    var block: [Int]
    /// Name of the mask: U8, a bit for each block, row-major, the lowest bit of a byte first.
    var mask: String

    /// Blocks that are tried: single elements, and those that pruning makes in both orders of a matrix.
    private static let candidates = [[1, 1], [16, 2], [2, 16]]
    private static let largestBlock = 32
    /// A tensor has at most so many elements for each that is stored: a small file cannot ask for much memory.
    private static let largestExpansion = 64
    /// Bytes that a compact form must save: what it takes in the header, and more.
    private static let leastSaving = 512

    /// A tensor in its most compact form; nil where that would save nothing.
    ///
    /// - Returns: the layout, the stored elements, and the mask.
    static func compact(_ tensor: Tensor, mask: String) -> (layout: SparseTensor, values: Tensor, mask: Tensor)? {
        guard case .int16(let elements) = tensor.elements, tensor.shape.count >= 2, !elements.isEmpty,
            // Not even half a bit would be saved for each element.
            elements.reduce(0, { $0 + ($1 == 0 ? 1 : 0) }) * 32 > elements.count
        else { return nil }
        var best: (bytes: Int, layout: SparseTensor, values: [Int16], mask: [UInt8])?
        for block in candidates {
            let layout = SparseTensor(shape: tensor.shape, block: block, mask: mask)
            let flags = layout.flags(of: elements)
            var values: [Int16] = []
            layout.forEachElement { index, block in if flags[block] { values.append(elements[index]) } }
            let bytes = 2 * values.count + (flags.count + 7) / 8
            guard values.count * largestExpansion >= elements.count, bytes + leastSaving <= 2 * elements.count,
                best.map({ bytes < $0.bytes }) ?? true
            else { continue }
            best = (bytes, layout, values, packed(flags))
        }
        return best.map {
            (
                $0.layout, Tensor(shape: [$0.values.count], int16s: $0.values),
                Tensor(shape: [$0.mask.count], elements: .uint8($0.mask))
            )
        }
    }

    /// The dense tensor.
    ///
    /// - Throws: what does not fit, in a sentence without the tensor's name.
    func expanded(values: Tensor?, mask: Tensor?) throws(Misfit) -> Tensor {
        guard case .int16(let values)? = values?.elements else { throw Misfit("its elements must be a tensor of I16") }
        guard case .uint8(let mask)? = mask?.elements else {
            throw Misfit("its mask \"\(self.mask)\" must be a tensor of U8")
        }
        guard shape.count >= 2, shape.allSatisfy({ $0 > 0 }), let count = try? ShapeLimits.count(shape) else {
            throw Misfit("the shape \(shape) is none of weights")
        }
        // Extents are checked one by one, so that the product cannot overflow.
        guard block.count == 2, block.allSatisfy({ (1...Self.largestBlock).contains($0) }),
            block[0] * block[1] <= Self.largestBlock
        else { throw Misfit("blocks of \(block); expected two extents of at most \(Self.largestBlock) elements") }
        guard count / Self.largestExpansion <= values.count else {
            throw Misfit("\(values.count) elements are stored for \(count); at least one of \(Self.largestExpansion)")
        }
        // No more blocks than elements, which an index can count.
        let blocks = grid.reduce(1, *)
        guard mask.count == (blocks + 7) / 8 else {
            throw Misfit("the mask has \(mask.count) bytes for \(blocks) blocks")
        }
        if blocks % 8 != 0, let last = mask.last, last >> UInt8(blocks % 8) != 0 {
            throw Misfit("the mask has bits behind its \(blocks) blocks")
        }
        var covered = 0
        forEachElement { _, block in covered += Int(mask[block / 8] >> UInt8(block % 8) & 1) }
        guard covered == values.count else {
            throw Misfit("the mask stands for \(covered) elements, \(values.count) are stored")
        }
        var elements = [Int16](repeating: 0, count: count)
        var next = 0
        // In bounds: as many bits are set as there are values.
        forEachElement { index, block in
            if mask[block / 8] >> UInt8(block % 8) & 1 != 0 {
                elements[index] = values[next]
                next += 1
            }
        }
        return Tensor(shape: shape, int16s: elements)
    }

    /// Why a tensor cannot be expanded.
    struct Misfit: Error {
        let message: String

        init(_ message: String) { self.message = message }
    }

    /// How many blocks there are along each axis.
    private var grid: [Int] {
        shape.enumerated().map { axis, extent in axis < 2 ? (extent - 1) / block[axis] + 1 : extent }
    }

    /// Visits the elements in their order, each with the number of its block.
    private func forEachElement(_ visit: (_ index: Int, _ block: Int) -> Void) {
        let inner = shape[2...].reduce(1, *)
        let columns = grid[1]
        var index = 0
        for row in 0..<shape[0] {
            for column in 0..<shape[1] {
                let first = (row / block[0] * columns + column / block[1]) * inner
                for element in 0..<inner {
                    visit(index, first + element)
                    index += 1
                }
            }
        }
    }

    /// Whether each block has an element that is not zero.
    private func flags(of elements: [Int16]) -> [Bool] {
        var flags = [Bool](repeating: false, count: grid.reduce(1, *))
        forEachElement { index, block in if elements[index] != 0 { flags[block] = true } }
        return flags
    }

    private static func packed(_ flags: [Bool]) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: (flags.count + 7) / 8)
        for (index, flag) in flags.enumerated() where flag { bytes[index / 8] |= 1 << UInt8(index % 8) }
        return bytes
    }
}

extension SparseTensor {
    /// Tensors as a checkpoint stores them, and the layouts of those that are compact, by name.
    static func compacted(_ tensors: [String: Tensor]) -> (tensors: [String: Tensor], layouts: [String: SparseTensor]) {
        var result = tensors
        var layouts: [String: SparseTensor] = [:]
        for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
            var mask = name + ".mask"
            while result[mask] != nil { mask += "'" }
            guard let compact = compact(tensor, mask: mask) else { continue }
            layouts[name] = compact.layout
            result[name] = compact.values
            result[mask] = compact.mask
        }
        return (result, layouts)
    }

    /// The tensors that a checkpoint stands for; masks are gone.
    ///
    /// - Throws: `CheckpointError` that names the file and the tensor.
    static func expanded(
        _ tensors: [String: Tensor], layouts: [String: SparseTensor], path: String
    ) throws(CheckpointError) -> [String: Tensor] {
        var tensors = tensors
        for (name, layout) in layouts.sorted(by: { $0.key < $1.key }) {
            guard layouts[layout.mask] == nil else {
                throw CheckpointError(.corrupt, "\(path): the mask \"\(layout.mask)\" is sparse itself")
            }
            // Taken out, so that no two tensors have one mask.
            let mask = tensors.removeValue(forKey: layout.mask)
            do { tensors[name] = try layout.expanded(values: tensors[name], mask: mask) } catch {
                throw CheckpointError(.corrupt, "\(path): the sparse tensor \"\(name)\": \(error.message)")
            }
        }
        return tensors
    }
}
