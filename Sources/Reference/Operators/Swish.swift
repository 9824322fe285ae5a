import Glibc
package import ModelGraph

extension Swish: ReferenceOperator {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        [try arguments.floats(0, "X").map { x in x / (1 + exp(-alpha * x)) }]
    }
}
