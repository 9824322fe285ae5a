import ModelGraph
import Reference

/// The only output of one operator on its own.
func evaluate(_ op: any Operator, _ inputs: Tensor?...) throws -> Tensor {
    try op.outputs(Arguments(inputs))[0]
}

/// A float32 tensor; without a shape, a vector.
func floats(_ values: [Float], _ shape: [Int]? = nil) -> Tensor {
    Tensor(shape: shape ?? [values.count], floats: values)
}

/// An int64 vector.
func integers(_ values: Int64...) -> Tensor { Tensor(shape: [values.count], int64s: values) }
