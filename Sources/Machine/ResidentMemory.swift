import CLinux
import Glibc

/// The memory of this process that lies in RAM, pages of shared libraries and mapped files included; in bytes.
package enum ResidentMemory {
    /// Now; nil if the system does not tell.
    package static var current: Int? {
        SystemFile.text("/proc/self/statm").flatMap { pages(statm: $0) }.map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) }
    }

    /// The part of it that belongs to mapped files (the program, checkpoints that are read) or is shared: what the system can
    /// take back, and several processes have once. Nil if the system does not tell.
    package static var mapped: Int? {
        SystemFile.text("/proc/self/statm").flatMap { pages(statm: $0, field: 2) }.map {
            $0 * Int(sysconf(Int32(_SC_PAGESIZE)))
        }
    }

    /// The most that it has been since the program began; nil if the system does not tell. Not getrusage's figure, which
    /// may be that of the program that started this one.
    package static var peak: Int? { SystemFile.text("/proc/self/status").flatMap { bytes(of: "VmHWM", status: $0) } }

    /// Gives back to the system what loading a model leaves behind: memory that was freed, and the pages of code that ran
    /// only for it (JSON, hashes, proofs; some 8 MB of the static binary). Takes a millisecond or two.
    package static func trim() {
        malloc_trim(0)
        mant_release_code_pages()
    }

    /// Lets threads share `count` heaps. glibc gives each thread a heap of its own, and each keeps what its thread once needed:
    /// memory would grow for as long as new threads come to their first large request. To be called before the threads are
    /// made.
    package static func shareHeaps(_ count: Int) {
        mallopt(M_ARENA_MAX, Int32(clamping: max(1, count)))
        // What a large batch needed goes back to the system. Left to itself, glibc would raise this bound with the first large
        // block that is freed, and keep the later ones on its heaps.
        mallopt(M_MMAP_THRESHOLD, 4 << 20)
        mallopt(M_TRIM_THRESHOLD, 8 << 20)
    }

    /// A field of /proc/PID/statm (proc_pid_statm(5)): resident pages, or with 2 those of them that are shared.
    static func pages(statm text: String, field: Int = 1) -> Int? {
        let fields = text.split { $0.isWhitespace }
        return fields.count > field ? Int(fields[field]) : nil
    }

    /// A line `NAME: N kB` of /proc/PID/status.
    static func bytes(of name: String, status text: String) -> Int? {
        for line in text.split(separator: "\n") where line.hasPrefix(name + ":") {
            let fields = line.dropFirst(name.count + 1).split { $0.isWhitespace }
            guard fields.count == 2, fields[1] == "kB", let kilobytes = Int(fields[0]), kilobytes < 1 << 50 else {
                return nil
            }
            return kilobytes * 1024
        }
        return nil
    }
}
