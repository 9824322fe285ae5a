import Glibc

/// A file mapped into memory, read-only, for as long as the object lives.
///
/// A file that another process shortens while it is mapped ends this one with SIGBUS: files are to be replaced by renaming,
/// never written in place.
///
/// Any thread may read it. Unchecked, for the pointer: it never changes, nobody writes what it points to, and `release` only makes the next
/// read map pages again.
final class MappedFile: @unchecked Sendable {
    /// The whole file; empty for an empty one.
    let bytes: UnsafeRawBufferPointer

    init(path: String) throws(CheckpointError) {
        // O_NONBLOCK: opening a pipe would wait for a writer before it could be refused.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw CheckpointError(.unreadable, "cannot open \(path): \(String(cString: strerror(errno)))")
        }
        // The mapping outlives the descriptor.
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw CheckpointError(.unreadable, "\(path) is not a regular file")
        }
        let count = Int(status.st_size)
        guard count > 0 else {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        guard let base = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED else {
            throw CheckpointError(.unreadable, "cannot map \(path): \(String(cString: strerror(errno)))")
        }
        bytes = UnsafeRawBufferPointer(start: base, count: count)
    }

    /// Shows a range of the file part by part, each `partBytes` long but the last. The pages of a part that was seen are
    /// given back: the file stays in the system's cache, but does not count as memory of this process.
    func forEachPart(of range: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Void) {
        var begin = range.lowerBound
        while begin < range.upperBound {
            let end = min(begin + Self.partBytes, range.upperBound)
            body(UnsafeRawBufferPointer(rebasing: bytes[begin..<end]))
            release(begin..<end)
            begin = end
        }
    }

    private static let partBytes = 1 << 20

    /// Lets go of the pages that lie wholly within a range. They may be read again; then they are mapped again.
    func release(_ range: Range<Int>) {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let (first, last) = ((range.lowerBound + page - 1) / page * page, range.upperBound / page * page)
        guard let base = bytes.baseAddress, first < last else { return }
        // In bounds: whole pages of the mapping. Read-only pages of a file lose nothing, and a failure does not matter.
        madvise(UnsafeMutableRawPointer(mutating: base + first), last - first, MADV_DONTNEED)
    }

    deinit {
        if let base = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: base), bytes.count) }
    }
}
