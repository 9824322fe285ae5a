import JSON
import TestSupport
import Testing

@testable import Repository

/// Ensembles, whose state follows that of their members.
extension ModelRepositoryTests {
    private func writeEnsemble(_ members: String, weights: String = "[1, 1]", to name: String = "e/1") throws {
        try folder.write(#"{"members": \#(members), "weights": \#(weights)}"#, to: "\(name)/ensemble.json")
    }

    private func entry(_ name: String, in repository: ModelRepository<Answerer>) throws -> VersionEntry {
        try #require(repository.entries().first { $0.name == name }?.versions.last)
    }

    private func members(_ repository: ModelRepository<Answerer>) throws -> [Int] {
        try repository.resolve(name: "e", version: nil, defaultModel: nil).members.map(\.model.version)
    }

    /// The message of an ensemble that does not answer, which is that of its entry as well.
    private func refusal(_ repository: ModelRepository<Answerer>) throws -> String {
        let error = try #require(throws: RepositoryError.self) {
            try repository.resolve(name: "e", version: nil, defaultModel: nil)
        }
        let reason = try #require(try entry("e", in: repository).publicReason)
        #expect(error.kind == .notReady(.failed))
        #expect(error.message == "the model e version 1 is failed: \(reason)")
        return reason
    }

    @Test func anEnsembleIsMadeOfWhatIsLoadedBeforeIt() throws {
        try write("x/1/model.safetensors", bias: 1)
        try write("x/4/model.safetensors", bias: 2)
        // Its name comes before those of its members.
        try writeEnsemble(#"["x", "x/1"]"#, weights: "[3, 1]")
        let repository = repository()
        try repository.start()
        #expect(events.take().suffix(2) == ["e/1 loading", "e/1 ready"])
        #expect(try members(repository) == [4, 1])
        let found = try entry("e", in: repository)
        #expect(
            found.members == [
                MemberEntry(name: "x", version: 4, weight: 0.75), MemberEntry(name: "x", version: 1, weight: 0.25),
            ])
        let checkpoints = repository.entries().first { $0.name == "x" }?.versions.compactMap(\.checkpoint) ?? []
        let json = try JSONParser.parse(Array(#"{"members": ["x", "x/1"], "weights": [3, 1]}"#.utf8))
        let ensemble = try Ensemble(try #require(json.object))
        #expect(found.checkpoint == ensemble.identity(of: checkpoints.reversed()))
        #expect(found.metadata == nil && found.reason == nil)
    }

    @Test func anEnsembleFollowsItsMembers() throws {
        try write("x/1/model.safetensors", bias: 1)
        try write("y.safetensors", bias: 2)
        try writeEnsemble(#"["x", "y"]"#)
        let repository = repository(.poll)
        try repository.start()
        let first = try entry("e", in: repository).checkpoint
        // A new default version takes the old one's place in the ensemble, which answers all the time.
        try write("x/2/model.safetensors", bias: 3)
        _ = events.take()
        scan(repository)
        #expect(events.take() == ["x/2 loading", "x/2 ready", "e/1 ready"])
        #expect(try members(repository) == [2, 1])
        let second = try entry("e", in: repository).checkpoint
        #expect(first != second)
        // Nothing changes, nothing is made again.
        scan(repository)
        #expect(events.take() == [])
        // So does a file that was replaced.
        try write("y.safetensors", bias: 4)
        scan(repository)
        #expect(events.take() == ["y/1 ready", "y/1 ready", "e/1 ready"])
        #expect(try entry("e", in: repository).checkpoint != second)
        // A member that has gone: what was admitted keeps it, nothing new is.
        var held: Answerer? = try repository.resolve(name: "e", version: nil, defaultModel: nil)
        try unload("y", in: repository)
        #expect(events.take() == ["y/1 draining", "e/1 failed"])
        #expect(held?.members.count == 2)
        #expect(try refusal(repository) == "the member y (version 1) is unloaded")
        held = nil
        #expect(events.take() == ["y/1 unloaded"])
        try load("y", in: repository)
        #expect(events.take() == ["y/1 loading", "y/1 ready", "e/1 ready"])
        #expect(try members(repository) == [2, 1])
        // What falls back to an older version, too.
        try remove("x/2")
        scan(repository)
        #expect(try members(repository) == [1, 1])
        try remove("x")
        scan(repository)
        #expect(try refusal(repository).contains("the member x"))
        #expect(versions(repository) == ["e/1 failed", "y/1 ready"])
    }

    @Test func aMemberThatNoLongerFitsEndsTheEnsemble() throws {
        try write("x.safetensors", bias: 1)
        try write("y.safetensors", bias: 2)
        try writeEnsemble(#"["x", "y"]"#)
        let repository = repository(.poll)
        try repository.start()
        try folder.write(#"{"max_batch": 7}"#, to: "y.json")
        scan(repository)
        #expect(try refusal(repository) == "the members do not fit")
        #expect(throws: RepositoryError.self) { try load("e", in: repository) }
        try folder.write(#"{"max_batch": 7}"#, to: "x.json")
        scan(repository)
        #expect(versions(repository) == ["e/1 ready", "x/1 ready", "y/1 ready"])
    }

    @Test func aChangedEnsembleTakesTheOldOnesPlaceIfItCan() throws {
        try write("x.safetensors", bias: 1)
        try write("y.safetensors", bias: 2)
        try writeEnsemble(#"["x", "y"]"#)
        let repository = repository(.poll)
        try repository.start()
        let first = try entry("e", in: repository).checkpoint
        // One that is no JSON, one that contradicts itself, and one whose member is not there: the old one goes on.
        for text in ["{", #"{"members": ["x"]}"#, #"{"members": ["x", "z"]}"#] {
            try folder.write(text, to: "e/1/ensemble.json")
            scan(repository)
            let found = try entry("e", in: repository)
            #expect(found.state == .ready && found.reason != nil && found.checkpoint == first)
            // What is not JSON is told with its path.
            #expect((found.publicReason == nil) == (text == "{"))
        }
        // The member comes.
        try write("z.safetensors", bias: 3)
        scan(repository)
        let second = try entry("e", in: repository)
        #expect(second.state == .ready && second.reason == nil && second.checkpoint != first)
        #expect(second.members?.map(\.name) == ["x", "z"])
        // A change that is refused does not keep a member that goes.
        try writeEnsemble(#"["x", "w"]"#)
        scan(repository)
        #expect(try entry("e", in: repository).state == .ready)
        try unload("z", in: repository)
        #expect(try refusal(repository) == "there is no model for the member w")
        #expect(versions(repository) == ["e/1 failed", "x/1 ready", "y/1 ready", "z/1 unloaded"])
        // Weights are part of what answers.
        try writeEnsemble(#"["x", "y"]"#, weights: "[2, 1]")
        scan(repository)
        #expect(try entry("e", in: repository).checkpoint != first)
    }

    @Test(arguments: [
        (#"["x", "e"]"#, "the member e has versions that are ensembles"),
        (#"["x", "e/1"]"#, "the member e/1 is an ensemble itself"),
        (#"["x", "f/2"]"#, "the member f/2 is an ensemble itself"),
        (#"["x", "f"]"#, "the member f has versions that are ensembles"),
        (#"["x", "z"]"#, "there is no model for the member z"),
        (#"["x", "x/2"]"#, "there is no version for the member x/2"),
        (#"["x", "bad"]"#, "the member bad (version 1) is failed"),
    ])
    func whatCannotBeAMemberIsNamed(_ members: String, _ reason: String) throws {
        try write("x.safetensors")
        try write("f/1/model.safetensors")
        try writeEnsemble(#"["x", "f/1"]"#, to: "f/2")
        try folder.write("no checkpoint", to: "bad.safetensors")
        try writeEnsemble(members)
        let repository = repository(.poll)
        try repository.start()
        #expect(try refusal(repository).contains(reason))
        // The version beside an ensemble can be a member.
        #expect(try repository.resolve(name: "f", version: nil, defaultModel: nil).members.count == 2)
        scan(repository)
        scan(repository)
        #expect(try refusal(repository).contains(reason))
        let error = try #require(throws: RepositoryError.self) { try load("e", in: repository) }
        #expect(error.kind == .composition && error.message.contains(reason))
    }

    @Test func underExplicitControlMembersAreLoadedFirst() throws {
        try write("x.safetensors")
        try write("y.safetensors", bias: 2)
        try writeEnsemble(#"["x", "y"]"#)
        let repository = repository(.explicit)
        try repository.start()
        #expect(versions(repository) == ["e/1 unloaded", "x/1 unloaded", "y/1 unloaded"])
        let error = try #require(throws: RepositoryError.self) { try load("e", in: repository) }
        #expect(error.message == "e version 1: the member x (version 1) is unloaded")
        try load("x", in: repository)
        try load("y", in: repository)
        // It was asked for.
        #expect(versions(repository) == ["e/1 ready", "x/1 ready", "y/1 ready"])
        try unload("e", in: repository)
        try load("x", in: repository)
        #expect(versions(repository) == ["e/1 unloaded", "x/1 ready", "y/1 ready"])
        try load("e", in: repository)
        #expect(try members(repository) == [1, 1])
    }
}
