import Checkpoint
import HTTPServer

/// `POST /v1/classify`, `/v1/multilabel`, `/v1/embed`, and the same of a named model and version.
struct PredictEndpoint: Endpoint {
    let task: ModelTask

    func handle(_ context: RouteContext) {
        let service: any ServedModel
        do throws(ServingError) {
            service = try context.service()
        } catch { return context.fail(error) }
        PredictionPath(context).run { plain throws(ServingError) in
            let content = try RequestContent(
                plain, imageLimit: context.services.options.imageLimit)
            let answer = TaskAnswer(task: task, model: service.answering)
            let options = try answer.check(content.options)
            return PredictionPath.Question(
                service: service,
                cacheKey: context.services.cacheKey(["v1", task.rawValue], service, content.options, content.images),
                images: content.images.count,
                work: { () throws(ServingError) in try service.work(on: content.images, options) },
                timeoutSeconds: content.options.timeoutSeconds
            ) { outputs throws(ServingError) in .json(try answer.body(outputs, options)) }
        }
    }
}
