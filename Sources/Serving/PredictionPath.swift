import Batching
import HTTPServer
import HTTPTypes
import ModelGraph
import Repository

/// The way of every request that asks a model, whatever protocol it came in: admission, decode pool, the model's queue (those
/// of its members for an ensemble), decode pool again, answer. Deadline, priority, cancellation and the times of the stages
/// are the same for all.
struct PredictionPath: Sendable {
    /// A request taken apart: which model is asked about what, and how its outputs become an answer.
    struct Question: Sendable {
        let service: any ServedModel
        /// What its answer is kept under; nil if it is not to be kept.
        var cacheKey: CacheKey?
        /// What statistics count, where it is not the number of samples: an image and its mirror image are one.
        var images: Int?
        /// Makes the samples, at least one, on the decode pool.
        let work: @Sendable () throws(ServingError) -> [ModelWork]
        /// What the client asks for, above 0; nil for the server's limit alone.
        let timeoutSeconds: Double?
        /// What the body asks for; nil for what the header says.
        var priority: BatchPriority?
        /// From an output for each sample, in their order, to the answer. Runs on the decode pool.
        let answer: @Sendable ([ModelService.Output]) throws(ServingError) -> ServerResponse
    }

    private let context: RouteContext

    init(_ context: RouteContext) { self.context = context }

    /// A body of so many bytes is a light one, if it is neither packed nor holds images: the few microseconds that it takes to read
    /// are fewer than a thread takes to wake for it.
    static let lightByteCount = 4096
    /// So many numbers are sorted or written in less than what another thread takes to wake, or than a model took for them.
    private static let lightNumberCount = 4096

    /// Admits the request, or refuses it at once. May be called on an event loop.
    ///
    /// - Parameters:
    ///   - isLight: `decode` and the work it gives take microseconds: they are done on the calling thread.
    ///   - decode: takes the request, whose content coding is removed, apart; else on the decode pool.
    func run(isLight: Bool = false, _ decode: @escaping @Sendable (ServerRequest) throws(ServingError) -> Question) {
        let (services, request) = (context.services, context.request)
        do throws(ServingError) {
            let ticket = try services.admission.admit(bytes: request.body.count)
            let path = Self(context.holding(ticket))
            if isLight { return path.ask(request, ticket, decode) }
            try services.decodePool.run { path.ask(request, ticket, decode) }
        } catch { context.fail(error) }
    }

    /// On the decode pool, or where a light request came.
    private func ask(
        _ request: ServerRequest, _ ticket: Admission.Ticket, _ decode: (ServerRequest) throws(ServingError) -> Question
    ) {
        let services = context.services
        let question: Question
        let work: [ModelWork]
        let start = Clock.now()
        do throws(ServingError) {
            try context.checkIsAwaited()
            question = try decode(try request.withoutCoding(ticket, byteLimit: services.options.bodyByteLimit))
            if let key = question.cacheKey {
                let body = services.cache.body(for: key)
                services.metrics.countCache(isHit: body != nil)
                let spent = Clock.now() - start
                if body != nil {
                    question.service.statistics.recordCacheHit(nanoseconds: spent)
                } else {
                    question.service.statistics.recordCacheMiss(nanoseconds: spent)
                }
                if let body {
                    var response = ServerResponse.json(body)
                    response.headers[.cacheStatus] = "mantissa; hit"
                    return context.respond(response)
                }
            }
            work = try question.work()
        } catch { return context.fail(error) }
        let preprocess = Clock.now() - start
        // The inputs are not kept until the answer. The service is: its queue ends with it.
        let (service, key, answer) = (question.service, question.cacheKey, question.answer)
        let submitted = start + preprocess
        let count = work.reduce(0) { $0 + $1.inputs.count }
        let images = question.images ?? count
        context.observe(.preprocess, model: service.name, start: start, nanoseconds: preprocess)
        let job = PredictionJob(count: count) { result, timing in
            let encode: @Sendable () -> Void = {
                respond(
                    result, timing, preprocess: preprocess, submitted: submitted, images: images, service, key, answer)
            }
            // The batch thread goes on at once; what takes longer than to say so is written on the pool.
            if Self.isLight(result) || (try? services.decodePool.run(priority: .high, encode)) == nil { encode() }
        }
        job.start(
            work, priority: question.priority ?? context.priority,
            deadline: context.deadline(
                seconds: [question.timeoutSeconds, service.requestTimeoutSeconds].compactMap { $0 }.min()),
            isCancelled: context.isAbandoned)
    }

    private static func isLight(_ result: Result<[ModelService.Output], ServingError>) -> Bool {
        guard case .success(let outputs) = result else { return true }
        var count = 0
        for output in outputs {
            count += output.scores.count + output.embedding.count
            for tensor in output.tensors.values { count += tensor.count }
        }
        return count <= lightNumberCount
    }

    private func respond(
        _ result: Result<[ModelService.Output], ServingError>, _ timing: PredictionJob.Timing, preprocess: UInt64,
        submitted: UInt64, images: Int, _ service: any ServedModel, _ key: CacheKey?,
        _ answer: ([ModelService.Output]) throws(ServingError) -> ServerResponse
    ) {
        let model = service.name
        let outputs: [ModelService.Output]
        switch result {
        case .failure(let error): return context.fail(error)
        case .success(let success): outputs = success
        }
        context.observe(.queue, model: model, start: submitted, nanoseconds: timing.queue, batch: timing.batch)
        context.observe(
            .inference, model: model, start: submitted + timing.queue, nanoseconds: timing.compute, batch: timing.batch)
        let start = Clock.now()
        var response: ServerResponse
        do throws(ServingError) { response = try answer(outputs) } catch { return context.fail(error) }
        let end = Clock.now()
        context.observe(.encode, model: model, start: start, nanoseconds: end - start)
        service.statistics.recordSuccess(
            ModelStatistics.Request(
                images: images, total: end - context.received, preprocess: preprocess, queue: timing.queue,
                inference: timing.compute, encode: end - start))
        if let key {
            context.services.cache.insert(response.body, for: key)
            response.headers[.cacheStatus] = "mantissa; fwd=miss; stored"
        }
        if let name = HTTPField.Name("Server-Timing") {
            func milliseconds(_ nanoseconds: UInt64) -> String {
                let (whole, hundredths) = (nanoseconds / 10_000).quotientAndRemainder(dividingBy: 100)
                return "\(whole)." + (hundredths < 10 ? "0\(hundredths)" : "\(hundredths)")
            }
            response.headers[name] =
                "preprocess;dur=\(milliseconds(preprocess)), queue;dur=\(milliseconds(timing.queue)), "
                + "inference;dur=\(milliseconds(timing.compute)), batch;desc=\"\(timing.batch)\""
        }
        context.respond(response)
    }
}
