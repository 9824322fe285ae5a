import Foundation

/// Whether the tests and the program run under AddressSanitizer or ThreadSanitizer (`make test-asan`, `make test-tsan`).
///
/// What measures memory or processor time measures the sanitizer there, and is skipped: `.disabled(if: Sanitizer.isActive, …)`.
package enum Sanitizer {
    package static let isActive = isAddress || isThread
    package static let isAddress = has("__asan_init")
    package static let isThread = has("__tsan_init")

    /// The runtime is linked into the program, and exports its functions.
    private static func has(_ function: String) -> Bool { dlsym(dlopen(nil, RTLD_NOW), function) != nil }
}
