import HTTPServer
import HTTPTypes

/// `GET /v2/systemsharedmemory/status`, `/v2/cudasharedmemory/status`: no region is registered, ever.
///
/// Clients ask for it before they send anything. Shared memory itself is not offered: a client that names memory of the
/// server's machine is trusted with more than a request.
struct V2SharedMemoryStatusEndpoint: V2Endpoint {
    func handle(_ context: RouteContext) { context.respond(.json(Array("[]".utf8))) }
}

/// `POST /v2/systemsharedmemory[/region/{region}]/unregister` and the same of CUDA: done, since there is nothing. Clients begin
/// with it.
struct V2SharedMemoryUnregisterEndpoint: V2Endpoint {
    func handle(_ context: RouteContext) { context.respond(ServerResponse(status: .ok)) }
}

/// `POST /v2/systemsharedmemory/region/{region}/register` and the same of CUDA: refused.
struct V2SharedMemoryRegisterEndpoint: V2Endpoint {
    func handle(_ context: RouteContext) {
        context.fail(
            ServingError(.malformed, "shared memory is not offered; send the elements in the request, as binary data"))
    }
}
