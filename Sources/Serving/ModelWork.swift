/// The samples of one request that one model computes.
struct ModelWork: Sendable {
    let service: ModelService
    let inputs: [ModelInput]
}
