import Glibc
import Synchronization

/// Threads that share the work of one inference.
///
/// Workers spin while an inference holds the pool (between `acquire` and `release`), for a bounded time each, and park
/// on a condition in between: waking a parked thread costs 25-48 us, a spinning one less than one. A pool of one thread
/// makes no thread at all. The calling thread always works too, and nobody waits for a worker that has not taken a task,
/// so a worker that the system does not schedule delays nothing.
///
/// Tasks split outputs only, so the answer never depends on the number of threads, nor on who runs which task.
package final class WorkerPool: Sendable {
    /// Threads that work on one inference, the caller included.
    package let threads: Int
    private let queue: WorkerQueue
    /// Handles of the workers, joined at the end.
    private let workers: [pthread_t]

    /// - Parameters:
    ///   - threads: at least 1; values outside 1...1024 are brought within. Fewer are used if the system refuses to
    ///     make as many.
    ///   - processors: how many threads can run at the same time (default: all). Of more threads the others stay parked:
    ///     they would only take the processors from each other.
    package init(threads: Int, processors: Int? = nil) {
        let wanted = min(max(threads, 1), 1024)
        let queue = WorkerQueue(
            workers: wanted - 1, awakeLimit: min(wanted, max(processors ?? wanted, 1)) - 1)
        var workers: [pthread_t] = []
        for worker in 1..<max(wanted, 1) {
            var thread = pthread_t()
            let start = Unmanaged.passRetained(WorkerStart(queue: queue, worker: worker))
            let status = pthread_create(
                &thread, nil,
                { raw in
                    // The thread takes over the reference that passRetained made for it.
                    guard let raw else { return nil }
                    let start = Unmanaged<WorkerStart>.fromOpaque(raw).takeRetainedValue()
                    nameThisThread("mantissa-\(start.worker)")
                    start.queue.work(as: start.worker)
                    return nil
                }, start.toOpaque())
            guard status == 0 else {
                start.release()
                break
            }
            workers.append(thread)
        }
        self.queue = queue
        self.workers = workers
        self.threads = workers.count + 1
    }

    deinit {
        queue.stop()
        for worker in workers { pthread_join(worker, nil) }
    }

    /// Takes the pool for one inference and wakes its workers.
    ///
    /// - Returns: false if another thread holds it (then work alone), or if there is nobody to wake.
    func acquire() -> Bool { !workers.isEmpty && queue.acquire() }

    /// Gives the pool back; the workers park.
    func release() { queue.release() }

    /// Workers that use no processor at this moment.
    var parkedWorkers: Int { queue.parkedWorkers }
    /// Whether the thread that acquired the pool waits for others without using a processor.
    var callerIsParked: Bool { queue.isCallerParked }

    /// Runs `body(task, worker)` for every task in 0..<tasks, each once, and returns the sum of what they return.
    ///
    /// Only the thread that acquired the pool may call it. `worker` is in 0..<threads and no two tasks that run
    /// at the same time have the same, so that it can choose a scratch buffer.
    func sum(tasks: Int, _ body: (_ task: Int, _ worker: Int) -> Int) -> Int {
        queue.sum(tasks: tasks, body)
    }

    /// Runs `body` for every task in 0..<tasks, each once, on all threads of the pool, or on the calling thread
    /// alone while the pool is in use. Returns when all are done.
    package func run(tasks: Int, _ body: (_ task: Int) -> Void) {
        guard tasks > 1, acquire() else {
            for task in 0..<max(tasks, 0) { body(task) }
            return
        }
        defer { release() }
        _ = sum(tasks: tasks) { task, _ in
            body(task)
            return 0
        }
    }
}

extension WorkerPool {
    /// What `body` gives for every task in 0..<tasks, in the order of the tasks; `body` runs as in `run`.
    ///
    /// - Throws: what the first task that failed threw, once all are done.
    package func map<Value: Sendable, Failure: Error>(
        tasks: Int, _ body: (_ task: Int) throws(Failure) -> Value
    ) throws(Failure) -> [Value] {
        var results = [Result<Value, Failure>?](repeating: nil, count: max(tasks, 0))
        results.withUnsafeMutableBufferPointer { results in
            // Every task writes its own element only.
            nonisolated(unsafe) let results = results
            run(tasks: tasks) { task in
                results[task] = Result { () throws(Failure) in try body(task) }
            }
        }
        var values: [Value] = []
        values.reserveCapacity(results.count)
        for case let result? in results { values.append(try result.get()) }
        return values
    }
}

/// What a new worker thread is told.
private final class WorkerStart: Sendable {
    let queue: WorkerQueue
    let worker: Int

    init(queue: WorkerQueue, worker: Int) {
        self.queue = queue
        self.worker = worker
    }
}

/// Names the calling thread for debuggers and `top`; at most 15 bytes. A failure does not matter.
///
/// By file, because Glibc's module hides `pthread_setname_np`.
private func nameThisThread(_ name: String) {
    let file = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    _ = name.withCString { write(file, $0, strlen($0)) }
    close(file)
}
