import Batching
import Checkpoint
import HTTPServer
import HTTPTypes
import Repository

/// `POST /v1/classify`, `/v1/multilabel`, `/v1/embed`, and the same of a named model and version.
struct PredictEndpoint: Endpoint {
    let task: ModelTask

    func handle(_ context: RouteContext) {
        let services = context.services
        let service: ModelService
        do throws(ServingError) {
            service = try services.service(
                name: context.parameters["model"], version: context.parameters["version"])
        } catch { return context.fail(error) }
        context.note(service.model)
        let answer = TaskAnswer(task: task, model: service.model)
        do throws(ServingError) {
            let context = context.holding(try services.admission.admit(bytes: context.request.body.count))
            try services.decodePool.run { decode(context, service, answer) }
        } catch { context.fail(error) }
    }

    /// On the decode pool.
    private func decode(_ context: RouteContext, _ service: ModelService, _ answer: TaskAnswer) {
        let services = context.services
        let content: RequestContent
        let options: AnswerOptions
        var inputs: [ModelInput] = []
        let start = Clock.now()
        do throws(ServingError) {
            try context.checkIsAwaited()
            content = try RequestContent(context.request, imageLimit: services.options.imageLimit)
            options = try answer.check(content.options)
            for (position, image) in content.images.enumerated() {
                do throws(ServingError) { inputs += try service.samples(of: image, options) } catch {
                    throw error.at(image: position, of: content.images.count)
                }
            }
        } catch { return context.fail(error) }
        let decoded = Clock.now()
        let preprocess = decoded - start
        context.observe(.preprocess, model: service.model.name, start: start, nanoseconds: preprocess)
        let count = content.images.count
        let statistics = service.statistics
        let job = PredictionJob(count: inputs.count) { result, timing in
            // The batch thread goes on at once; the answer is made on the pool.
            let encode: @Sendable () -> Void = {
                respond(
                    result, timing, preprocess: preprocess, submitted: decoded, images: count, statistics, context,
                    answer,
                    options)
            }
            if (try? services.decodePool.run(priority: .high, encode)) == nil { encode() }
        }
        job.start(
            inputs, on: service, priority: context.priority,
            deadline: context.deadline(seconds: content.options.timeoutSeconds), isCancelled: context.isAbandoned)
    }

    private func respond(
        _ result: Result<[ModelService.Output], ServingError>, _ timing: PredictionJob.Timing, preprocess: UInt64,
        submitted: UInt64, images: Int, _ statistics: ModelStatistics, _ context: RouteContext, _ answer: TaskAnswer,
        _ options: AnswerOptions
    ) {
        let model = answer.model.name
        let outputs: [ModelService.Output]
        switch result {
        case .failure(let error): return context.fail(error)
        case .success(let success): outputs = success
        }
        context.observe(.queue, model: model, start: submitted, nanoseconds: timing.queue, batch: timing.batch)
        context.observe(
            .inference, model: model, start: submitted + timing.queue, nanoseconds: timing.compute, batch: timing.batch)
        let start = Clock.now()
        let body: [UInt8]
        do throws(ServingError) { body = try answer.body(outputs, options) } catch { return context.fail(error) }
        let end = Clock.now()
        context.observe(.encode, model: model, start: start, nanoseconds: end - start)
        statistics.recordSuccess(
            ModelStatistics.Request(
                images: images, total: end - context.received, preprocess: preprocess, queue: timing.queue,
                inference: timing.compute, encode: end - start))
        var headers: HTTPFields = [.contentType: "application/json", .cacheControl: "no-store"]
        if let name = HTTPField.Name("Server-Timing") {
            func milliseconds(_ nanoseconds: UInt64) -> String { "\(Double(nanoseconds / 10_000) / 100)" }
            headers[name] =
                "preprocess;dur=\(milliseconds(preprocess)), queue;dur=\(milliseconds(timing.queue)), "
                + "inference;dur=\(milliseconds(timing.compute)), batch;desc=\"\(timing.batch)\""
        }
        context.respond(ServerResponse(status: .ok, headers: headers, body: body))
    }
}
