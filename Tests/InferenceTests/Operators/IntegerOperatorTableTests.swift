import Foundation
import Inference
import TestSupport
import Testing

struct IntegerOperatorTableTests {
    @Test func namesEveryOperatorOnce() {
        #expect(Set(IntegerOperatorTable.names).count == IntegerOperatorTable.names.count)
    }

    @Test(arguments: IntegerOperatorTable.names)
    func everyOperatorHasItsFileAndItsTests(name: String) {
        for place in ["Sources/Inference/Operators/\(name).swift", "Tests/InferenceTests/Operators/\(name)Tests.swift"]
        {
            let path = PackageRoot.url.appendingPathComponent(place).path
            #expect(FileManager.default.fileExists(atPath: path), "\(place) is missing")
        }
    }
}
