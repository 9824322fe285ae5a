import Foundation
import ModelGraph
import Reference
import TestSupport

/// One operator with inputs and what ONNX Runtime answers, from `Tests/Fixtures/reference`, which
/// `Tests/Fixtures/scripts/make_reference_operators.py` makes.
struct OperatorCase: Sendable, CustomStringConvertible {
    var name: String
    var op: any Operator
    var inputs: [Tensor?]
    var expected: [Tensor]

    var description: String { name }

    private struct Entry: Decodable {
        var name: String
        var op: String
        var inputs: Int
        var outputs: Int
        private enum CodingKeys: CodingKey { case name, op, inputs, outputs }
    }

    private struct Attributes<Op: Decodable>: Decodable { var attributes: Op }

    /// All cases of the fixture.
    static let all: [OperatorCase] = {
        do { return try load() } catch { fatalError("reference/operators: \(error)") }
    }()

    private static func load() throws -> [OperatorCase] {
        let data = try Fixtures.data("reference/operators.json")
        let tensors = try SafetensorsReader.read(Fixtures.url("reference/operators.safetensors"))
        func operators<Op: Operator>(_ type: Op.Type, _ data: Data) throws -> any Operator {
            try JSONDecoder().decode(Attributes<Op>.self, from: data).attributes
        }
        let objects = try JSONSerialization.jsonObject(with: data) as? [Any] ?? []
        return try objects.map { object in
            let line = try JSONSerialization.data(withJSONObject: object)
            let entry = try JSONDecoder().decode(Entry.self, from: line)
            guard let type = OperatorTable.type(named: entry.op) else {
                throw ReferenceError(.unknownValue, entry.op, "no type")
            }
            return OperatorCase(
                name: entry.name, op: try operators(type, line),
                inputs: (0..<entry.inputs).map { tensors["\(entry.name)/in\($0)"] },
                expected: (0..<entry.outputs).compactMap { tensors["\(entry.name)/out\($0)"] })
        }
    }
}
