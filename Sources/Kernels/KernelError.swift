/// Why an instruction set cannot be used.
package struct KernelError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Kind: Sendable {
        /// The name is not one of `InstructionSet`.
        case unknownInstructionSet
        /// The name is known but this machine cannot run it.
        case unsupportedInstructionSet
    }

    package let kind: Kind
    /// What was found, where, and what is expected instead.
    package let message: String

    package var description: String { message }
}
