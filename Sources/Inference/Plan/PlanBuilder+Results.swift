import FixedPoint
import Kernels
import ModelGraph

/// Memory and steps for what a node computes.
extension PlanBuilder {
    /// Memory for a value that the current node computes.
    func newValue(
        shape: [Int], layout: Layout, format: DFPFormat?, elementType: ElementType = .float32
    ) -> StoredValue {
        let value = StoredValue(
            shape: shape, layout: layout, format: format, buffer: buffers.count, elementType: elementType)
        buffers.append(Buffer(bytes: max(value.count * value.elementBytes, 1), begin: .max, end: .min))
        return value
    }

    /// Memory for a result of an elementwise step on `operand`: the operand's own if nobody reads it afterwards.
    func newValue(inPlaceOf operand: StoredValue, format: DFPFormat?) -> StoredValue {
        let sameSize = (format == nil) == (operand.format == nil)
        let buffer = buffers[operand.buffer]
        if sameSize, buffer.constant == nil, buffer.names.allSatisfy({ lastUse[$0] ?? .min <= current }) {
            return StoredValue(shape: operand.shape, layout: operand.layout, format: format, buffer: operand.buffer)
        }
        return newValue(shape: operand.shape, layout: operand.layout, format: format)
    }

    /// Memory for a layer's result: the residual's own where nobody reads it afterwards (the kernels allow that) and
    /// the layer's input lies elsewhere.
    func newValue(
        shape: [Int], layout: Layout, format: DFPFormat?, replacing residual: StoredValue?, besides input: StoredValue
    )
        -> StoredValue
    {
        guard let residual, residual.buffer != input.buffer else {
            return newValue(shape: shape, layout: layout, format: format)
        }
        return newValue(inPlaceOf: residual, format: format)
    }

    /// Memory that only the current node uses.
    func newBuffer(bytes: Int) -> Int {
        buffers.append(Buffer(bytes: max(bytes, 1), begin: .max, end: .min))
        return buffers.count - 1
    }

    /// Memory with fixed content.
    func newConstant<Element: BitwiseCopyable>(_ elements: [Element]) -> Int {
        let bytes = elements.count * MemoryLayout<Element>.stride
        let memory = AlignedBuffer<UInt8>(count: bytes)
        elements.withUnsafeBytes { source in
            // The buffer has exactly as many bytes.
            UnsafeMutableRawBufferPointer(memory.buffer).copyMemory(from: source)
        }
        buffers.append(Buffer(bytes: bytes, begin: 0, end: .max, constant: memory))
        return buffers.count - 1
    }

    /// Adds a step of the current node, with the buffers it touches.
    func append(_ step: any PlanStep, reads: [Int], writes: [Int]) {
        touch(reads + writes, at: inputs.count + entries.count)
        entries.append(
            Plan.Entry(
                node: currentNode?.name ?? "", operatorName: currentNode?.operatorName ?? "Output", step: step))
    }

    func touch(_ touched: [Int], at step: Int) {
        for buffer in touched where buffers[buffer].constant == nil {
            buffers[buffer].begin = min(buffers[buffer].begin, step)
            buffers[buffer].end = max(buffers[buffer].end, step)
        }
    }

    func define(_ name: String, _ value: StoredValue) {
        values[name] = value
        buffers[value.buffer].names.append(name)
    }

    /// Makes `value` one of the node's outputs, converted to the output's number format where it has another.
    func finish(_ node: Node, _ value: StoredValue, output index: Int = 0) throws {
        guard index < node.outputs.count else { throw InferenceError.invalid("it has no output \(index)") }
        let name = node.outputs[index]
        let expected = try shape(name)
        guard value.shape == expected else {
            throw InferenceError.invalid("its output has shape \(value.shape), shape inference says \(expected)")
        }
        define(name, try reformatted(value, to: model.formats[name]))
    }

    /// `value` in another number format; unchanged where the format holds all its mantissas as they are.
    func reformatted(_ value: StoredValue, to format: DFPFormat?) throws -> StoredValue {
        switch (value.format, format) {
        case (nil, nil): return value
        case (let old?, let new?) where old.fits(in: new):
            var same = value
            same.format = new
            return same
        case (let old?, let new?):
            let result = newValue(shape: value.shape, layout: value.layout, format: new)
            append(
                RequantizeStep(
                    input: value.buffer, output: result.buffer, count: value.count,
                    scale: try powerOfTwo(old.exponent - new.exponent), limits: try new.limits()),
                reads: [value.buffer], writes: [result.buffer])
            return result
        case (let old?, nil):
            let result = newValue(shape: value.shape, layout: value.layout, format: nil)
            append(
                DequantizeStep(
                    input: value.buffer, scale: try powerOfTwo(old.exponent), count: value.count,
                    output: result.buffer),
                reads: [value.buffer], writes: [result.buffer])
            return result
        case (nil, let new?):
            let result = newValue(shape: value.shape, layout: value.layout, format: new)
            append(
                QuantizeStep(
                    input: value.buffer, scale: try powerOfTwo(-new.exponent), limits: try new.limits(),
                    count: value.count, output: result.buffer),
                reads: [value.buffer], writes: [result.buffer])
            return result
        }
    }
}
