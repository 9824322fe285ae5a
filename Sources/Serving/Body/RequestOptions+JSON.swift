import HTTPServer
import HTTPTypes
import JSON

extension RequestOptions {
    /// Some options of a JSON body, and the header `Request-Timeout`; null is as good as absent.
    ///
    /// - Throws: `ServingError` that names the option.
    init(_ object: JSONObject, taking names: [Name], of request: ServerRequest) throws(ServingError) {
        var sources: [String: Source] = [:]
        for name in names.map(\.rawValue) {
            if let value = object[name], !value.isNull { sources[name] = .json(value) }
        }
        try self.init(sources, timeoutHeader: request.headers[.requestTimeout])
    }
}
