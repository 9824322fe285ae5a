import JSON
import Testing

@testable import Serving

@Suite struct ModelSettingsTests {
    private let labels = ["dog", "tabby", "tiger cat", "crane", "crane"]

    private func object(_ text: String) throws -> JSONObject {
        try #require(try JSONParser.parse(Array(text.utf8)).object)
    }

    @Test func everyKeyIsRead() throws {
        let settings = try ModelSettings(
            object(
                """
                {"aliases": {"cat": ["tiger cat", 1], "all": [4, 3, 2, 1, 0]}, "thresholds": {"dog": 0.25, "4": 1, "cat": 0},
                "temperature": 1.5, "classes": ["cat", "dog", 4, 0], "embedding_dimensions": [256, 64], "matryoshka": false}
                """), labels: labels)
        #expect(settings.labels == nil)
        #expect(
            settings.groups == [
                ClassGroup(name: "cat", classes: [1, 2]), ClassGroup(name: "all", classes: [0, 1, 2, 3, 4]),
            ])
        #expect(settings.thresholds == [.index(0): 0.25, .index(4): 1, .group(0): 0])
        #expect(settings.temperature == 1.5)
        #expect(settings.classes == [.index(0), .index(4), .group(0)])
        #expect(settings.embeddingDimensions == [64, 256])
        #expect(settings.isMatryoshka == false)
        #expect(try ModelSettings(object("{}"), labels: labels) == ModelSettings())
    }

    @Test func ownLabelsReplaceTheCheckpoints() throws {
        let settings = try ModelSettings(
            object(#"{"labels": ["Hund", "Katze"], "classes": ["Katze"]}"#), labels: nil, classCount: 2)
        #expect(settings.labels == ["Hund", "Katze"])
        #expect(settings.classes == [.index(1)])
        let fromFile = try ModelSettings(
            object(#"{"labels": "names.txt", "classes": ["names.txt 1"]}"#), labels: nil, classCount: 2
        ) { name throws(ServingError) in [0, 1].map { "\(name) \($0)" } }
        #expect(fromFile.classes == [.index(1)])
    }

    @Test func aLabelFileHasALineForEachClass() throws {
        #expect(try ModelSettings.labels(ofText: Array("a\r\n\nb c\r\n\n\n".utf8)) == ["a", "", "b c"])
        #expect(throws: ServingError.self) { try ModelSettings.labels(ofText: [0xFF, 0x0A]) }
    }

    @Test(arguments: [
        (#"{"treshold": 1}"#, "did you mean \"thresholds\"?"), (#"{"Labels": []}"#, "did you mean \"labels\"?"),
        (#"{"batch_size": 1}"#, "there are labels, aliases"),
        (#"{"labels": ["a"]}"#, "labels: 1 labels; the model has 5"),
        (#"{"labels": 5}"#, "labels: "), (#"{"labels": [1, 2]}"#, "labels: "), (#"{"labels": "x.txt"}"#, "labels: "),
        (#"{"aliases": []}"#, "aliases: "), (#"{"aliases": {"cat": []}}"#, "\"cat\""),
        (#"{"aliases": {"cat": ["cow"]}}"#, "\"cow\""), (#"{"aliases": {"cat": [5]}}"#, "5"),
        (#"{"aliases": {"cat": [1, "tabby"]}}"#, "class 1 stands there twice"),
        (#"{"aliases": {"dog": [1]}}"#, "the label of class 0"), (#"{"aliases": {"3": [1]}}"#, "\"3\""),
        (#"{"aliases": {"cat": [1], "tiger": ["cat"]}}"#, "\"cat\""), (#"{"aliases": {"b": ["crane"]}}"#, "3 and 4"),
        (#"{"thresholds": {"cow": 0.5}}"#, "thresholds: there is no class \"cow\""),
        (#"{"thresholds": {"dog": 1.5}}"#, "\"dog\""), (#"{"thresholds": {"dog": 0.5, "0": 0.5}}"#, "\"0\""),
        (#"{"thresholds": 0.5}"#, "thresholds: "), (#"{"temperature": 0}"#, "temperature"),
        (#"{"temperature": -1}"#, "temperature"), (#"{"temperature": "1"}"#, "temperature"),
        (#"{"temperature": 1e-300}"#, "temperature"), (#"{"classes": []}"#, "classes: "),
        (#"{"classes": ["cow"]}"#, "classes: there is no class \"cow\""), (#"{"classes": [1.5]}"#, "classes: "),
        (#"{"embedding_dimensions": [0]}"#, "embedding_dimensions"),
        (#"{"embedding_dimensions": 64}"#, "embedding_dimensions"),
        (#"{"matryoshka": 1}"#, "matryoshka"),
    ])
    func whatIsWrongIsNamed(_ text: String, _ mentions: String) throws {
        let json = try object(text)
        let error = try #require(throws: ServingError.self) { try ModelSettings(json, labels: labels) }
        #expect(error.message.contains(mentions), "\(error.message)")
    }
}
