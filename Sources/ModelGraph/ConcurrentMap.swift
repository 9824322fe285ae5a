import Dispatch

/// What `body` gives for every task in 0..<tasks, in the order of the tasks. Tasks run on libdispatch's threads and the caller's, as many
/// at a time as there are processors; for what is read, checked or packed once. Inference has a pool of its own (`WorkerPool`).
///
/// - Throws: what the first task that failed threw, once all are done: the same in every run.
package func concurrentMap<Value: Sendable, Failure: Error>(
    tasks: Int, _ body: @Sendable (_ task: Int) throws(Failure) -> Value
) throws(Failure) -> [Value] {
    var results = [Result<Value, Failure>?](repeating: nil, count: max(tasks, 0))
    results.withUnsafeMutableBufferPointer { results in
        // Every task writes its own element only, and all are done before the array is read.
        nonisolated(unsafe) let results = results
        DispatchQueue.concurrentPerform(iterations: results.count) { task in
            results[task] = Result { () throws(Failure) in try body(task) }
        }
    }
    var values: [Value] = []
    values.reserveCapacity(results.count)
    for case let result? in results { values.append(try result.get()) }
    return values
}
