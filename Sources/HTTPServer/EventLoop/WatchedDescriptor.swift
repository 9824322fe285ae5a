@preconcurrency import Dispatch

/// The read and write sources of one descriptor. Confined to the queue it is made with.
final class WatchedDescriptor {
    private let descriptor: Int32
    private let queue: DispatchQueue
    private let input: any DispatchSourceRead
    private var output: (any DispatchSourceWrite)?
    private let onOutput: @Sendable () -> Void
    private var watchesInput = true
    private var watchesOutput = false

    /// Watches for input.
    init(
        _ descriptor: Int32, queue: DispatchQueue, onInput: @escaping @Sendable () -> Void,
        onOutput: @escaping @Sendable () -> Void
    ) {
        self.descriptor = descriptor
        self.queue = queue
        self.onOutput = onOutput
        input = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        input.setEventHandler(handler: onInput)
        input.activate()
    }

    /// Starts or stops to watch for input.
    func setInput(_ isWanted: Bool) {
        guard isWanted != watchesInput else { return }
        watchesInput = isWanted
        if isWanted { input.resume() } else { input.suspend() }
    }

    /// Starts or stops to watch for room to write. The source is made at its first use: most never need one.
    func setOutput(_ isWanted: Bool) {
        guard isWanted != watchesOutput else { return }
        watchesOutput = isWanted
        guard let output else {
            let output = DispatchSource.makeWriteSource(fileDescriptor: descriptor, queue: queue)
            output.setEventHandler(handler: onOutput)
            output.activate()
            self.output = output
            return
        }
        if isWanted { output.resume() } else { output.suspend() }
    }

    /// Ends the watching and calls `completion` on the queue when no source uses the descriptor any more.
    func cancel(completion: @escaping @Sendable () -> Void) {
        let group = DispatchGroup()
        group.enter()
        input.setCancelHandler { group.leave() }
        input.cancel()
        // A suspended source never delivers its cancellation.
        if !watchesInput { input.resume() }
        watchesInput = true
        if let output {
            group.enter()
            output.setCancelHandler { group.leave() }
            output.cancel()
            if !watchesOutput { output.resume() }
            watchesOutput = true
        }
        group.notify(queue: queue, execute: completion)
    }
}
