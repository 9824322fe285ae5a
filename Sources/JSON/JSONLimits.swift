/// How much JSON is read before it is refused.
package struct JSONLimits: Sendable, Equatable {
    /// Bytes of the document.
    package var byteLimit = 256 * 1024 * 1024
    /// Arrays and objects inside one another; at most 512, since the parser recurses.
    package var depthLimit = 64
    /// Values in all: scalars, arrays, objects, elements of number arrays.
    package var valueLimit = 32 * 1024 * 1024

    /// The defaults.
    package init() {}
}
