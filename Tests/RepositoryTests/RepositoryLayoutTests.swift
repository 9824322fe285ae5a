import Repository
import TestSupport
import Testing

struct RepositoryLayoutTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func found() throws -> [String] {
        try RepositoryLayout(folder: folder.path).candidates.map { "\($0.name) \($0.version)" }
    }

    @Test func bothLayoutsAreFoundInOrder() throws {
        for file in [
            "b/10/model.safetensors", "b/9/model.safetensors", "a.safetensors", ".hidden.safetensors",
            "b/01/model.safetensors",
            "b/x/model.safetensors", "b/-1/model.safetensors", "b/3/other.safetensors", "c/readme.txt", "notes.txt",
        ] { try folder.write("", to: file) }
        #expect(try found() == ["a 1", "b 9", "b 10"])
    }

    @Test func aModelInBothLayoutsIsRefused() throws {
        try folder.write("", to: "a.safetensors")
        try folder.write("", to: "a/2/model.safetensors")
        #expect(throws: RepositoryError.self) { try found() }
    }

    @Test func aModelNamedModelIsNoContradiction() throws {
        try folder.write("", to: "model.safetensors")
        try folder.write("", to: "b/1/model.safetensors")
        #expect(try found() == ["b 1", "model 1"])
    }

    @Test func anEnsembleStandsWhereACheckpointWould() throws {
        for file in ["a/1/ensemble.json", "b/2/model.safetensors", "a/3/model.safetensors", "ensemble.json"] {
            try folder.write("", to: file)
        }
        let layout = try RepositoryLayout(folder: folder.path)
        #expect(layout.candidates.map(\.content) == [.ensemble, .checkpoint, .checkpoint])
        #expect(layout.loadOrder.map { "\($0.name)/\($0.version)" } == ["a/3", "b/2", "a/1"])
        #expect(layout.loadOrder.last?.path == folder.path + "/a/1/ensemble.json")
    }

    @Test func aVersionThatIsBothIsRefused() throws {
        try folder.write("", to: "a/1/ensemble.json")
        try folder.write("", to: "a/1/model.safetensors")
        let error = #expect(throws: RepositoryError.self) { try found() }
        #expect(error?.message.contains("remove one of them") == true)
    }

    @Test func anEnsembleBesideAFlatFileIsRefused() throws {
        try folder.write("", to: "a/2/ensemble.json")
        try folder.write("", to: "a.safetensors")
        #expect(throws: RepositoryError.self) { try found() }
    }

    @Test func aFolderThatDoesNotExistIsRefused() {
        #expect(throws: RepositoryError.self) { try RepositoryLayout(folder: folder.path + "/absent") }
    }
}
