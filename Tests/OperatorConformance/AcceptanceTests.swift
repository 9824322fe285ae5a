import ModelGraph
import Testing

@Suite struct AcceptanceTests {
    private func tensor(_ values: [Float], _ shape: [Int]) -> Tensor { Tensor(shape: shape, floats: values) }

    @Test func acceptsWhatIsClose() {
        let expected = tensor([1, 2, 3, 3, 2, 1], [2, 3])
        let got = tensor([1.001, 2, 3, 3, 2, 1.001], [2, 3])
        #expect(Acceptance.problems(task: "classification", output: "y", got: got, expected: expected) == [])
    }

    @Test func refusesAnotherWinner() {
        let expected = tensor([1, 2, 2.001, 3, 2, 1], [2, 3])
        let got = tensor([1, 2.001, 2, 3, 2, 1], [2, 3])
        let problems = Acceptance.problems(task: "classification", output: "y", got: got, expected: expected)
        #expect(problems == ["y, row 0: class 1 instead of 2"])
        #expect(Acceptance.problems(task: "embedding", output: "y", got: got, expected: expected) == [])
    }

    @Test func refusesAnotherDirectionShapeOrNaN() {
        let expected = tensor([1, 0, 0], [1, 3])
        for got in [tensor([1, 0.1, 0], [1, 3]), tensor([1, 0, 0], [3, 1]), tensor([.nan, 0, 0], [1, 3])] {
            let problems = Acceptance.problems(task: "embedding", output: "y", got: got, expected: expected)
            #expect(!problems.isEmpty, "\(got)")
        }
        #expect(!Acceptance.problems(task: "embedding", output: "y", got: nil, expected: expected).isEmpty)
    }

    @Test func fewValuesAreHeldToABound() {
        let expected = tensor([0.5, 10], [2, 1])
        let good = tensor([0.5019, 10.019], [2, 1])
        #expect(Acceptance.problems(task: "embedding", output: "y", got: good, expected: expected) == [])
        let bad = tensor([0.5021, 10.021], [2, 1])
        #expect(Acceptance.problems(task: "embedding", output: "y", got: bad, expected: expected).count == 2)
    }
}
