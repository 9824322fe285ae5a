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

    @Test func aFolderThatDoesNotExistIsRefused() {
        #expect(throws: RepositoryError.self) { try RepositoryLayout(folder: folder.path + "/absent") }
    }
}
