extension RouteContext {
    /// What answers for the model that the path names, for what is about its tensors.
    ///
    /// - Throws: `ServingError`, also for an ensemble.
    func tensorService() throws(ServingError) -> ModelService {
        let served = try service()
        guard let service = served as? ModelService else {
            let members = served.members.map { "\($0.name)/\($0.version)" }.joined(separator: ", ")
            throw ServingError(
                .malformed,
                "the model \(served.name) is an ensemble and has no tensors of its own: send images to "
                    + "/v1/models/\(served.name), or tensors to its members (\(members))")
        }
        return service
    }
}
