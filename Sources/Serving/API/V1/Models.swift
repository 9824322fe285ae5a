import Checkpoint
import HTTPServer
import HTTPTypes
import JSON
import Repository

/// `GET /v1/models`: a list in OpenAI's form, whose entries say more.
struct ModelListEndpoint: Endpoint {
    func handle(_ context: RouteContext) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("object", "list")
        writer.key("data")
        writer.beginArray()
        let served = context.services.repository.served()
        for entry in context.services.repository.entries() {
            ModelDescription.write(entry, served: served, to: &writer)
        }
        writer.endArray()
        writer.endObject()
        context.respond(.json(writer.finish()))
    }
}

/// `GET /v1/models/{model}`: one of them, with where its versions come from and what they have answered.
struct ModelEndpoint: Endpoint {
    func handle(_ context: RouteContext) {
        let name = context.parameters["model"] ?? ""
        guard let entry = context.services.repository.entries().first(where: { $0.name == name }) else {
            return context.fail(ServingError(.notFound, "there is no model \"\(name.prefix(100))\""))
        }
        var writer = JSONWriter()
        ModelDescription.write(
            entry, served: context.services.repository.served(), withStatistics: true, to: &writer)
        context.respond(.json(writer.finish()))
    }
}

/// A model as JSON.
enum ModelDescription {
    /// - Parameters:
    ///   - served: what answers; that of other models is passed over.
    ///   - withStatistics: whether to say where each version comes from and what it has answered.
    static func write(
        _ entry: ModelEntry, served: [any ServedModel], withStatistics: Bool = false, to writer: inout JSONWriter
    ) {
        func answering(_ version: VersionEntry) -> (any ServedModel)? {
            served.first { $0.name == entry.name && $0.version == version.version }
        }
        let current = entry.versions.last { $0.version == entry.defaultVersion } ?? entry.versions.last
        writer.beginObject()
        writer.member("id", entry.name)
        writer.member("object", "model")
        // OpenAI's fields; when a checkpoint was made is not part of it, so that its bytes say nothing of time.
        writer.member("created", 0)
        writer.member("owned_by", "mantissa")
        writer.key("tasks")
        writer.beginArray()
        for task in current.flatMap(answering)?.answering.tasks ?? current?.metadata?.tasks ?? [] {
            writer.value(task.rawValue)
        }
        writer.endArray()
        writer.member("default_version", entry.defaultVersion.map(String.init))
        writer.key("versions")
        writer.beginArray()
        for version in entry.versions {
            writer.beginObject()
            writer.member("version", String(version.version))
            writer.member("state", version.state.rawValue)
            writer.member("checkpoint", version.checkpoint)
            writer.member(
                "reason",
                version.reason.map { _ in
                    version.publicReason ?? "the checkpoint could not be made ready; the server's log says why"
                })
            writer.key("members")
            if let members = version.members { write(members, to: &writer) } else { writer.null() }
            writer.key("quality")
            if let quality = version.metadata?.quality { quality.write(to: &writer) } else { writer.null() }
            if withStatistics {
                writer.key("provenance")
                if let provenance = version.metadata?.provenance {
                    provenance.write(to: &writer)
                } else {
                    writer.null()
                }
                writer.key("statistics")
                // A version that does not serve has none.
                if let own = answering(version)?.statistics { own.write(to: &writer) } else { writer.null() }
            }
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }

    private static func write(_ members: [MemberEntry], to writer: inout JSONWriter) {
        writer.beginArray()
        for member in members {
            writer.beginObject()
            writer.member("model", member.name)
            writer.member("version", member.version.map(String.init))
            writer.key("weight")
            writer.value(member.weight)
            writer.endObject()
        }
        writer.endArray()
    }
}
