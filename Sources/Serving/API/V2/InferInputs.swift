import Inference
import ModelGraph
import Repository

/// The inputs of a request, held against what a model declares and cut into samples.
struct InferInputs {
    private let request: InferRequest
    private let body: [UInt8]
    private let imageLimit: Int

    init(_ request: InferRequest, body: [UInt8], imageLimit: Int) throws(ServingError) {
        self.request = request
        self.body = body
        self.imageLimit = imageLimit
    }

    /// One sample for each row where the model's first axis counts samples, else the whole.
    ///
    /// - Throws: `ServingError` that names the input.
    func samples(_ service: ModelService) throws(ServingError) -> [ModelInput] {
        let ports = service.model.inference.inputs
        for input in request.inputs where !ports.contains(where: { $0.name == input.name }) {
            throw ServingError(
                .malformed,
                "the model has no input \"\(input.name.prefix(100))\"; it has "
                    + ports.map(\.name).joined(separator: ", "))
        }
        if let input = request.inputs.first, ports.count == 1, input.datatype == .bytes {
            return try images(input, service)
        }
        var tensors: [String: Tensor] = [:]
        for port in ports {
            guard let input = request.inputs.first(where: { $0.name == port.name }) else {
                throw ServingError(.malformed, "the input \"\(port.name)\" is missing")
            }
            try check(input, Datatype(port.type.elementType))
            try check(input, service.declaredShape(port))
            // Before anything is made of them: a sample costs more than its elements where these are few.
            if service.splitsRows, let rows = input.shape.first, rows > service.queueLimit {
                throw ServingError(
                    .tooLarge, "\(rows) samples at once; at most \(service.queueLimit) can wait for this model")
            }
            tensors[port.name] = try TensorReading(input: input, body: body).tensor(port.type.elementType)
        }
        guard service.splitsRows else {
            return [ModelInput(tensors: tensors.mapValues(InferenceInput.tensor), wantsTensors: true)]
        }
        let rows = Set(tensors.values.map { $0.shape.first ?? 0 })
        guard rows.count == 1, let count = rows.first else {
            throw ServingError(.malformed, "the inputs have different numbers of samples in their first extents")
        }
        guard count > 0 else { throw ServingError(.malformed, "the inputs have no samples: their first extent is 0") }
        return (0..<count).map { row in
            ModelInput(tensors: tensors.mapValues { .tensor($0.rows(row..<row + 1)) }, wantsTensors: true)
        }
    }

    private func check(_ input: InferRequest.Input, _ datatype: Datatype) throws(ServingError) {
        guard input.datatype == datatype else {
            throw ServingError(
                .malformed,
                "input \"\(input.name)\" is \(input.datatype.rawValue); the model takes \(datatype.rawValue)")
        }
    }

    private func check(_ input: InferRequest.Input, _ declared: [Int?]) throws(ServingError) {
        let fits =
            input.shape.count == declared.count
            && zip(input.shape, declared).allSatisfy { extent, own in own.map { $0 == extent } ?? (extent > 0) }
        guard fits else {
            let shape = declared.map { $0.map(String.init) ?? "-1" }.joined(separator: ",")
            throw ServingError(
                .malformed,
                "input \"\(input.name)\": the shape [\(input.shape.map(String.init).joined(separator: ","))] does not fit "
                    + "[\(shape)]")
        }
    }

    /// BYTES for a model whose input is an image: a file in each element, of shape [n] or [n, 1].
    private func images(_ input: InferRequest.Input, _ service: ModelService) throws(ServingError) -> [ModelInput] {
        guard let reader = service.images else {
            throw ServingError(
                .malformed, "input \"\(input.name)\" is BYTES; the model takes no images, only tensors")
        }
        guard input.count > 0, input.shape.first == input.count, input.shape.count <= 2 else {
            throw ServingError(.malformed, "images have the shape [n] or [n, 1], not \(input.shape)")
        }
        guard input.count <= imageLimit else {
            throw ServingError(.tooLarge, "\(input.count) images in one request; at most \(imageLimit) are taken")
        }
        var samples: [ModelInput] = []
        for (position, image) in try TensorReading(input: input, body: body).byteStrings().enumerated() {
            do throws(ServingError) {
                samples.append(
                    ModelInput(
                        tensors: [input.name: try reader.input(image)], wantsTensors: true))
            } catch { throw error.at(image: position, of: input.count) }
        }
        return samples
    }
}
