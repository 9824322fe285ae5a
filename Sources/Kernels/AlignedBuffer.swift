import CKernels

/// Owned memory for kernels: 64-byte aligned, zeroed, with readable slack behind the last element.
///
/// The slack (`slackBytes`, zero as well) is what gemm and depthwise convolution may read beyond the end of an
/// operand; nothing writes there. An arena that packs several tensors into one buffer needs slack behind the last
/// tensor only, since what lies behind the others is readable anyway.
///
/// The memory lives as long as the object: keep the buffer alive (`withExtendedLifetime`) while a pointer is in use.
///
/// `@unchecked Sendable`: the object is a pointer and a count that never change. The elements are unguarded: whoever
/// shares a buffer either treats it as constant after filling it (weights) or gives each thread a range of its own.
package final class AlignedBuffer<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
    /// The first element; 64-byte aligned.
    package let pointer: UnsafeMutablePointer<Element>
    /// Elements, slack excluded.
    package let count: Int

    /// Bytes behind the last element that may be read.
    package static var slackBytes: Int { Int(MANT_SLACK_BYTES) }

    /// Allocates `count` zeroed elements. An all-zero bit pattern must be a valid `Element`: use integers and floats.
    package init(count: Int) {
        precondition(count >= 0, "a buffer cannot hold \(count) elements")
        let bytes = count * MemoryLayout<Element>.stride + Self.slackBytes
        let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
        // Bound for good: the memory is ours alone and holds `count` elements by the size above.
        pointer = memory.bindMemory(to: Element.self, capacity: count)
        self.count = count
    }

    /// Allocates and copies.
    package convenience init(_ elements: some Collection<Element>) {
        self.init(count: elements.count)
        _ = buffer.update(fromContentsOf: elements)
    }

    deinit { UnsafeMutableRawPointer(pointer).deallocate() }

    /// All elements, without the slack. Valid while the object lives.
    package var buffer: UnsafeMutableBufferPointer<Element> {
        UnsafeMutableBufferPointer(start: pointer, count: count)
    }

    /// A copy of all elements.
    package var array: [Element] { Array(buffer) }

    /// Bytes held, slack included.
    package var byteCount: Int { count * MemoryLayout<Element>.stride + Self.slackBytes }
}
