import Glibc
package import ModelGraph

extension Sigmoid: ReferenceOperator {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        [try arguments.floats(0, "X").map { x in 1 / (1 + exp(-x)) }]
    }
}
