/// Servers that run as long as this object: a test that only keeps its connections would lose them with their last mention.
final class RunningServers {
    private var servers: [ServerProcess] = []

    func start(_ arguments: [String] = []) throws -> ServerProcess {
        let server = try ServerProcess(arguments)
        servers.append(server)
        return server
    }
}
