import Configuration
import Testing

@Suite struct NearestNameTests {
    @Test func theNearestNameIsTheOneMeant() {
        let names = ["labels", "aliases", "temperature"]
        #expect(NearestName.of("lables", among: names) == "labels")
        #expect(NearestName.of("alias", among: names) == "aliases")
        #expect(NearestName.of("temprature", among: names) == "temperature")
        #expect(NearestName.of("TEMPERATURE", among: names) == "temperature")
        #expect(NearestName.of("banana", among: names) == nil)
        #expect(NearestName.of("x", among: []) == nil)
    }

    @Test func changesAreCounted() {
        #expect(NearestName.changes(from: "port", to: "port") == 0)
        #expect(NearestName.changes(from: "", to: "port") == 4)
        #expect(NearestName.changes(from: "kitten", to: "sitting") == 3)
        #expect(NearestName.changes(from: String(repeating: "a", count: 10_000), to: "a") == 79)
    }
}
