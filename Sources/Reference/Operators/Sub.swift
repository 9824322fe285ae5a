package import ModelGraph

extension Sub: BinaryOperator {
    package func combine(_ a: Float, _ b: Float) -> Float { a - b }
    package func combine<T: FixedWidthInteger>(_ a: T, _ b: T) throws -> T { a &- b }
}
