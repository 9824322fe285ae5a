import ModelGraph

/// How an I16 tensor of narrow numbers stands in a checkpoint: so many bits of each, one behind the other;
/// docs/checkpoint.md has the layout.
struct PackedTensor: Codable, Equatable {
    /// Of the tensor.
    var shape: [Int]
    /// Of an element, in two's complement.
    var bits: Int

    /// Wider numbers are stored as they are: readers need nothing but safetensors for them.
    private static let widest = 12
    /// Bytes that packing must save: what it takes in the header, and more.
    private static let leastSaving = 512

    /// A tensor in its packed form; nil where that would save nothing.
    static func packed(_ tensor: Tensor) -> (layout: PackedTensor, bytes: Tensor)? {
        guard case .int16(let elements) = tensor.elements, !elements.isEmpty else { return nil }
        // A number of b bits lies within -2^(b-1)...2^(b-1) - 1; of a negative one the complement is as wide.
        let widest = elements.reduce(0 as Int16) { $0 | ($1 < 0 ? ~$1 : $1) }
        let bits = Int16.bitWidth - widest.leadingZeroBitCount + 1
        guard bits <= Self.widest, elements.count / 8 * (16 - bits) >= leastSaving else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(elements.count / 8 * bits + bits)
        var buffer: UInt32 = 0
        var held = 0
        for element in elements {
            buffer |= (UInt32(UInt16(bitPattern: element)) & (1 << UInt32(bits) - 1)) << UInt32(held)
            held += bits
            while held >= 8 {
                bytes.append(UInt8(truncatingIfNeeded: buffer))
                buffer >>= 8
                held -= 8
            }
        }
        if held > 0 { bytes.append(UInt8(truncatingIfNeeded: buffer)) }
        return (
            PackedTensor(shape: tensor.shape, bits: bits), Tensor(shape: [bytes.count], elements: .uint8(bytes))
        )
    }

    /// The tensor with 16 bits for each element.
    ///
    /// - Throws: what does not fit, in a sentence without the tensor's name.
    func unpacked(_ stored: Tensor?) throws(SparseTensor.Misfit) -> Tensor {
        guard case .uint8(let bytes)? = stored?.elements else {
            throw SparseTensor.Misfit("its bits must be a tensor of U8")
        }
        guard (1...Self.widest).contains(bits) else {
            throw SparseTensor.Misfit("\(bits) bits; expected 1 to \(Self.widest)")
        }
        // Counted against the bytes that are there before memory is reserved.
        guard let count = try? ShapeLimits.count(shape), count <= bytes.count * 8, (count * bits + 7) / 8 == bytes.count
        else { throw SparseTensor.Misfit("\(bytes.count) bytes for the shape \(shape) at \(bits) bits") }
        var elements = [Int16](repeating: 0, count: count)
        var buffer: UInt32 = 0
        var (held, next) = (0, 0)
        let shift = UInt16(16 - bits)
        for index in elements.indices {
            while held < bits {
                // In bounds: there are as many bytes as the elements' bits need.
                buffer |= UInt32(bytes[next]) << UInt32(held)
                next += 1
                held += 8
            }
            // Shifted up and down again, the sign fills the upper bits.
            elements[index] = Int16(bitPattern: UInt16(truncatingIfNeeded: buffer) << shift) >> Int16(shift)
            buffer >>= UInt32(bits)
            held -= bits
        }
        guard buffer == 0 else { throw SparseTensor.Misfit("bits behind its \(count) elements") }
        return Tensor(shape: shape, int16s: elements)
    }
}

extension PackedTensor {
    /// Tensors as a checkpoint stores them, and the layouts of those that are packed, by name.
    static func packed(_ tensors: [String: Tensor]) -> (tensors: [String: Tensor], layouts: [String: PackedTensor]) {
        var result = tensors
        var layouts: [String: PackedTensor] = [:]
        for (name, tensor) in tensors {
            guard let packed = packed(tensor) else { continue }
            layouts[name] = packed.layout
            result[name] = packed.bytes
        }
        return (result, layouts)
    }

    /// The tensors that these stand for.
    ///
    /// - Throws: `CheckpointError` that names the file and the tensor.
    static func unpacked(
        _ tensors: [String: Tensor], layouts: [String: PackedTensor], path: String
    ) throws(CheckpointError) -> [String: Tensor] {
        var tensors = tensors
        for (name, layout) in layouts.sorted(by: { $0.key < $1.key }) {
            do { tensors[name] = try layout.unpacked(tensors[name]) } catch {
                throw CheckpointError(.corrupt, "\(path): the packed tensor \"\(name)\": \(error.message)")
            }
        }
        return tensors
    }
}
