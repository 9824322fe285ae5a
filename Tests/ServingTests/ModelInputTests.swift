import Inference
import ModelGraph
import Testing

@testable import Serving

@Suite struct ModelInputTests {
    private let shape = [1, 2, 2, 1]

    private func key(_ input: InferenceInput) -> [Int] { ModelInput(tensors: ["x": input]).key }

    /// A batch is put together from samples of one key: none may be lost.
    @Test func onlySamplesOfOneFormAndShapeGoTogether() {
        let floats = Tensor(shape: shape, floats: [1, 2, 3, 4])
        let tables = [Int16](repeating: 0, count: 256)
        let inputs: [InferenceInput] = [
            .tensor(floats), .mantissas([1, 2, 3, 4], shape: shape),
            .pixels([1, 2, 3, 4], tables: tables, shape: shape),
            .tensor(floats.reshaped(to: [1, 4])), .tensor(floats.reshaped(to: [1, 1, 4, 1])),
        ]
        #expect(Set(inputs.map(key)).count == inputs.count)
        for input in inputs {
            #expect(key(input) == key(input))
            let both = InferenceInput.concatenated([input, input])
            #expect(both?.shape == [2] + input.shape.dropFirst())
        }
    }
}
