import Glibc

/// Elements that end right before a page without access: a read or write behind them stops the test process.
final class GuardedBuffer<Element: BitwiseCopyable> {
    let pointer: UnsafeMutablePointer<Element>
    private let base: UnsafeMutableRawPointer
    private let byteCount: Int

    /// - Parameter slack: elements behind the last that may be read.
    init(_ elements: [Element], slack: Int = 0) {
        let page = sysconf(Int32(_SC_PAGESIZE))
        let bytes = (elements.count + slack) * MemoryLayout<Element>.stride
        let pages = (bytes + page - 1) / page * page
        byteCount = pages + page
        guard let base = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
            base != MAP_FAILED, mprotect(base + pages, page, PROT_NONE) == 0
        else { fatalError("mmap failed with errno \(errno)") }
        self.base = base
        pointer = (base + pages - bytes).bindMemory(to: Element.self, capacity: elements.count)
        pointer.update(from: elements, count: elements.count)
    }

    deinit { munmap(base, byteCount) }
}
