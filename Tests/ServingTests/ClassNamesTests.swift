import JSON
import Testing

@testable import Serving

@Suite struct ClassNamesTests {
    private let names = ClassNames(
        labels: ["dog", "crane", "7", "cat, tabby", "crane", "owl", "ant", "bee"], count: 8,
        groups: [ClassGroup(name: "bird", classes: [1, 4, 5])])

    @Test(arguments: [
        (ClassName.index(3), ClassChoice.index(3)), (.text("dog"), .index(0)), (.text("bird"), .group(0)),
        (.text("3"), .index(3)), (.text("7"), .index(2)), (.index(7), .index(7)), (.text("cat, tabby"), .index(3)),
    ])
    func areFound(_ name: ClassName, _ choice: ClassChoice) throws {
        #expect(try names.choice(name) == choice)
        // Many names at once go by a table.
        #expect(
            try names.choices([ClassName](repeating: name, count: 20)) == [ClassChoice](repeating: choice, count: 20))
    }

    @Test(arguments: [
        (ClassName.index(8), "8"), (.index(-1), "-1"), (.text("8"), "8"), (.text("cow"), "\"cow\""),
        (.text(""), "\"\""), (.text("-1"), "-1"), (.text("crane"), "1 and 4"), (.text("Dog"), "Dog"),
        (.text("99999999999999999999"), "9999"),
    ])
    func whatThereIsNotIsNamed(_ name: ClassName, _ mentions: String) throws {
        for list in [[name], [ClassName](repeating: name, count: 20)] {
            let error = try #require(throws: ServingError.self) { try names.choices(list) }
            #expect(error.kind == .malformed)
            #expect(error.message.contains(mentions), "\(error.message)")
        }
    }

    @Test func withoutLabelsThereAreIndices() throws {
        let bare = ClassNames(labels: nil, count: nil, groups: [])
        #expect(try bare.choice(.text("5")) == .index(5))
        #expect(throws: ServingError.self) { try bare.choice(.text("dog")) }
    }
}
