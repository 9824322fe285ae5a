import Glibc
package import ModelGraph

extension Tanh: ReferenceOperator {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        [try arguments.floats(0, "X").map { x in tanh(x) }]
    }
}
