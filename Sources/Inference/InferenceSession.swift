import Glibc
import Kernels
import ModelGraph

/// Runs a model on one thread at a time, with memory of its own.
///
/// Not Sendable: each executing thread has a session; sessions share the model and may share a pool. After the first
/// inference of a shape nothing is allocated but the outputs; memory that
/// only inferences long ago needed is returned.
package final class InferenceSession {
    private let model: InferenceModel
    private let pool: WorkerPool
    /// Holds the plan's buffers, then the scratch memory of each thread.
    private var arena = AlignedBuffer<UInt8>(count: 0)
    private var current: Plan?
    /// The addresses of the current plan's buffers within the current arena.
    private var addresses: [UnsafeMutableRawPointer] = []
    private var saturations: [Int] = []
    /// The most bytes of the arena that an inference needed, and how many there were, since it was last looked at.
    private var peak = (bytes: 0, inferences: 0)
    private static let peakPeriod = 64

    package init(model: InferenceModel, pool: WorkerPool) {
        self.model = model
        self.pool = pool
    }

    /// Bytes of the arena.
    package var residentBytes: Int { arena.byteCount }

    /// Computes all outputs for the given inputs.
    ///
    /// The answer of a sample depends on that sample alone: not on its batch, the threads or the instruction set.
    ///
    /// - Parameters:
    ///   - inputs: one entry for each input of the model, by name.
    ///   - onOneThread: leaves the pool to others.
    ///   - profile: called after each step, on this thread.
    /// - Throws: `InferenceError` of kind `.invalidInput` for wrong names, shapes or types.
    package func run(
        _ inputs: [String: InferenceInput], onOneThread: Bool = false, profile: ((LayerTiming) -> Void)? = nil
    ) throws(InferenceError) -> InferenceResult {
        let plan = try model.plan(inputShapes: inputs.mapValues(\.shape))
        for loader in plan.inputs { try check(inputs[loader.name], loader) }
        prepare(plan)
        let held = !onOneThread && pool.acquire()
        defer { if held { pool.release() } }
        // The arena, the plan with its constants and `addresses` are properties of this object, which lives on.
        return try addresses.withUnsafeBufferPointer { table throws(InferenceError) in
            guard let start = table.baseAddress else {
                return InferenceResult(outputs: [:], saturations: 0, saturationsByNode: [:])
            }
            let context = ExecutionContext(
                kernels: model.kernels, addresses: start, scratch: arena.pointer + plan.arenaBytes,
                scratchStride: Self.scratchStride(plan), pool: held ? pool : nil)
            try execute(plan, inputs, context, profile)
            return result(plan, context)
        }
    }

    private func check(_ input: InferenceInput?, _ loader: InputLoader) throws(InferenceError) {
        switch input {
        case .tensor(let tensor):
            guard tensor.elementType == loader.value.elementType else {
                throw InferenceError(
                    .invalidInput,
                    "input \"\(loader.name)\" is \(tensor.elementType.rawValue), expected "
                        + loader.value.elementType.rawValue)
            }
        case .mantissas(let mantissas, let shape):
            guard loader.value.format != nil else {
                throw InferenceError(
                    .invalidInput, "input \"\(loader.name)\" is computed in float32 and takes no mantissas")
            }
            guard mantissas.count == loader.value.count else {
                throw InferenceError(
                    .invalidInput, "\(mantissas.count) mantissas for input \"\(loader.name)\" of shape \(shape)")
            }
        case .pixels(let pixels, let tables, let shape):
            guard loader.value.format != nil else {
                throw InferenceError(
                    .invalidInput, "input \"\(loader.name)\" is computed in float32 and takes no pixels")
            }
            let channels = tables.count / 256
            guard pixels.count == loader.value.count, channels > 0, tables.count == 256 * channels,
                pixels.count % channels == 0
            else {
                throw InferenceError(
                    .invalidInput,
                    "\(pixels.count) pixels and \(tables.count) mantissas for input \"\(loader.name)\" of shape \(shape)"
                )
            }
        case nil: throw InferenceError(.invalidInput, "input \"\(loader.name)\" is missing")
        }
    }

    private static func scratchStride(_ plan: Plan) -> Int { (plan.scratchBytes + 63) / 64 * 64 }

    /// Makes room for a plan and finds its buffers.
    private func prepare(_ plan: Plan) {
        let bytes = plan.arenaBytes + Self.scratchStride(plan) * pool.threads
        peak = (max(peak.bytes, bytes), peak.inferences + 1)
        let isPeriodOver = peak.inferences == Self.peakPeriod
        // A large batch or image that does not come again is not paid for any longer.
        let isTooLarge = isPeriodOver && arena.count > 2 * peak.bytes
        if isPeriodOver { peak = (bytes, 0) }
        if current === plan, !isTooLarge { return }
        if arena.count < bytes || isTooLarge { arena = AlignedBuffer(count: bytes) }
        addresses = plan.places.map { place in
            switch place {
            case .arena(let offset): UnsafeMutableRawPointer(arena.pointer + offset)
            // Steps only read constants.
            case .constant(let buffer): UnsafeMutableRawPointer(buffer.pointer)
            }
        }
        saturations = [Int](repeating: 0, count: plan.inputs.count + plan.entries.count)
        current = plan
    }

    private func execute(
        _ plan: Plan, _ inputs: [String: InferenceInput], _ context: ExecutionContext,
        _ profile: ((LayerTiming) -> Void)?
    ) throws(InferenceError) {
        for (index, loader) in plan.inputs.enumerated() {
            let start = profile == nil ? 0 : Self.now()
            saturations[index] =
                switch inputs[loader.name] {
                case .tensor(let tensor):
                    if let floats = tensor.floats {
                        floats.withUnsafeBufferPointer { loader.load($0, context) }
                    } else {
                        loader.load(tensor, context)
                    }
                case .mantissas(let values, _): values.withUnsafeBufferPointer { loader.load($0, context) }
                case .pixels(let pixels, let tables, _):
                    pixels.withUnsafeBufferPointer { loader.load($0, tables: tables, context) }
                case nil: 0
                }
            profile?(
                LayerTiming(
                    node: loader.name, operatorName: "Input", kernel: "quantize",
                    instructionSet: model.kernels.origin(of: "quantize"), nanoseconds: Self.now() - start, macs: 0))
        }
        for (index, entry) in plan.entries.enumerated() {
            let start = profile == nil ? 0 : Self.now()
            do { saturations[plan.inputs.count + index] = try entry.step.execute(context) } catch {
                throw InferenceError(
                    .invalidInput, (error as? GraphError)?.message ?? "\(error)", node: entry.node,
                    operatorName: entry.operatorName)
            }
            guard let profile else { continue }
            let end = Self.now()
            profile(
                LayerTiming(
                    node: entry.node, operatorName: entry.operatorName, kernel: entry.step.kernel,
                    instructionSet: entry.step.operation.map(model.kernels.origin), nanoseconds: end - start,
                    macs: entry.step.macs))
        }
    }

    private func result(_ plan: Plan, _ context: ExecutionContext) -> InferenceResult {
        var outputs: [String: Tensor] = [:]
        for output in plan.outputs {
            switch output.source {
            case .constant(let tensor): outputs[output.name] = tensor
            // The buffer holds as many elements: the plan made it for this shape and type.
            case .buffer(let buffer, let shape, let type):
                outputs[output.name] = TensorMemory.read(context.raw(buffer), type, shape: shape)
            }
        }
        var byNode: [String: Int] = [:]
        for (index, count) in saturations.enumerated() where count > 0 {
            let name =
                index < plan.inputs.count ? plan.inputs[index].name : plan.entries[index - plan.inputs.count].node
            byNode[name, default: 0] += count
        }
        return InferenceResult(
            outputs: outputs, saturations: saturations.reduce(0, +), saturationsByNode: byNode)
    }

    private static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
