import Batching
import HTTPServer
import HTTPTypes
import Repository

/// The way of every request that asks a model, whatever protocol it came in: admission, decode pool, the model's queue,
/// decode pool again, answer. Deadline, priority, cancellation and the times of the stages are the same for all.
struct PredictionPath: Sendable {
    /// A request taken apart: which model is asked about what, and how its outputs become an answer.
    struct Question: Sendable {
        let service: ModelService
        /// At least one.
        let inputs: [ModelInput]
        /// What the client asks for, above 0; nil for the server's limit alone.
        let timeoutSeconds: Double?
        /// From an output for each input, in their order, to the answer. Runs on the decode pool.
        let answer: @Sendable ([ModelService.Output]) throws(ServingError) -> ServerResponse
    }

    private let context: RouteContext

    init(_ context: RouteContext) { self.context = context }

    /// Admits the request, or refuses it at once. May be called on an event loop.
    ///
    /// - Parameter decode: takes the request apart, on the decode pool.
    func run(_ decode: @escaping @Sendable () throws(ServingError) -> Question) {
        let services = context.services
        do throws(ServingError) {
            let path = Self(context.holding(try services.admission.admit(bytes: context.request.body.count)))
            try services.decodePool.run { path.ask(decode) }
        } catch { context.fail(error) }
    }

    /// On the decode pool.
    private func ask(_ decode: () throws(ServingError) -> Question) {
        let services = context.services
        let question: Question
        let start = Clock.now()
        do throws(ServingError) {
            try context.checkIsAwaited()
            question = try decode()
        } catch { return context.fail(error) }
        let preprocess = Clock.now() - start
        // The inputs are not kept until the answer, and the service no longer than its own queue keeps it.
        let answer = question.answer
        let model = question.service.model.name
        services.metrics.observe(.preprocess, route: context.pattern, model: model, nanoseconds: preprocess)
        let job = PredictionJob(count: question.inputs.count) { result, timing in
            // The batch thread goes on at once; the answer is made on the pool.
            let encode: @Sendable () -> Void = { respond(result, timing, preprocess: preprocess, model: model, answer) }
            if (try? services.decodePool.run(priority: .high, encode)) == nil { encode() }
        }
        job.start(
            question.inputs, on: question.service, priority: context.priority,
            deadline: context.deadline(seconds: question.timeoutSeconds), isCancelled: context.isAbandoned)
    }

    private func respond(
        _ result: Result<[ModelService.Output], ServingError>, _ timing: PredictionJob.Timing, preprocess: UInt64,
        model: String, _ answer: ([ModelService.Output]) throws(ServingError) -> ServerResponse
    ) {
        let metrics = context.services.metrics
        let outputs: [ModelService.Output]
        switch result {
        case .failure(let error): return context.fail(error)
        case .success(let success): outputs = success
        }
        metrics.observe(.queue, route: context.pattern, model: model, nanoseconds: timing.queue)
        metrics.observe(.inference, route: context.pattern, model: model, nanoseconds: timing.compute)
        let start = Clock.now()
        var response: ServerResponse
        do throws(ServingError) { response = try answer(outputs) } catch { return context.fail(error) }
        metrics.observe(.encode, route: context.pattern, model: model, nanoseconds: Clock.now() - start)
        if let name = HTTPField.Name("Server-Timing") {
            func milliseconds(_ nanoseconds: UInt64) -> String { "\(Double(nanoseconds / 10_000) / 100)" }
            response.headers[name] =
                "preprocess;dur=\(milliseconds(preprocess)), queue;dur=\(milliseconds(timing.queue)), "
                + "inference;dur=\(milliseconds(timing.compute)), batch;desc=\"\(timing.batch)\""
        }
        context.respond(response)
    }
}
