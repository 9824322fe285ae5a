package import ModelGraph

extension Add: BinaryOperator {
    package func combine(_ a: Float, _ b: Float) -> Float { a + b }
    package func combine<T: FixedWidthInteger>(_ a: T, _ b: T) throws -> T { a &+ b }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let (arguments, residual) = try epilogue.split(arguments)
        let sum = try combine(arguments.required(0, "A"), arguments.required(1, "B"))
        guard epilogue != .none else { return [sum] }
        var result = try FloatTensor(sum, "A")
        try epilogue.apply(to: &result, residual: residual)
        return [result.tensor]
    }
}
