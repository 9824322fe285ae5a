package import ModelGraph

/// Computes a graph in float32, node after node: the oracle that calibration and tests compare with.
///
/// It takes graphs before and after optimization. Values are freed after their last use. An executor may be
/// used from several threads at once; how many threads OpenBLAS uses is a setting of the whole process, made
/// when an executor is created: 1 unless asked otherwise, so that sums have one order.
package struct ReferenceExecutor: Sendable {
    package let graph: Graph
    /// For each node, the values that no later node reads and that are no outputs.
    private let lastReads: [[String]]

    /// - Throws: `GraphError` if a node reads a value that is not yet there.
    package init(graph: Graph, threads: Int = 1) throws {
        self.graph = graph
        var known = Set(graph.inputs.map(\.name)).union(graph.initializers.keys)
        var lastReader: [String: Int] = [:]
        for (index, node) in graph.nodes.enumerated() {
            for input in node.inputs where !input.isEmpty {
                guard known.contains(input) else {
                    throw GraphError.invalid("value \"\(input)\" is read before it is written").at(node)
                }
                lastReader[input] = index
            }
            for output in node.outputs where !output.isEmpty {
                known.insert(output)
                // A value that nobody reads goes at once.
                lastReader[output] = index
            }
        }
        for (name, tensor) in graph.initializers {
            do { _ = try ShapeLimits.count(tensor.shape) } catch {
                throw GraphError.invalid("initializer \"\(name)\": \(error.message)")
            }
        }
        for output in graph.outputs where !known.contains(output.name) {
            throw GraphError.invalid("output \"\(output.name)\" is written by no node")
        }
        let outputs = Set(graph.outputs.map(\.name))
        var lastReads = [[String]](repeating: [], count: graph.nodes.count)
        for (value, index) in lastReader where !outputs.contains(value) { lastReads[index].append(value) }
        self.lastReads = lastReads
        OpenBLASProduct.setThreads(threads)
    }

    /// Runs the graph.
    ///
    /// - Parameters:
    ///   - inputs: one tensor per input of the graph, by name.
    ///   - keeping: further values to return: of nodes, inputs or initializers.
    ///   - observer: is shown the graph's inputs, then every value as a node writes it; what it throws ends
    ///     the run. It needs no memory for values that `keeping` would hold.
    ///   - visitor: is shown every node once it is computed, with its inputs; what it throws ends the run.
    /// - Returns: the graph's outputs and the values to keep.
    /// - Throws: `ReferenceError` if the inputs do not fit the graph, `GraphError` with the node if the graph
    ///   itself cannot be computed.
    package func run(
        _ inputs: [String: Tensor], keeping: Set<String> = [],
        observer: ((_ name: String, _ value: Tensor) throws -> Void)? = nil,
        visitor: ((ComputedNode) throws -> Void)? = nil
    ) throws -> [String: Tensor] {
        try check(inputs)
        var values = graph.initializers
        for port in graph.inputs {
            values[port.name] = inputs[port.name]
            if let value = inputs[port.name] { try observer?(port.name, value) }
        }
        for (index, node) in graph.nodes.enumerated() {
            let arguments = Arguments(
                node.inputs.map { $0.isEmpty ? nil : values[$0] }, outputCount: node.outputs.count,
                product: OpenBLASProduct())
            let results: [Tensor]
            do {
                results = try node.op.outputs(arguments)
                guard results.count >= node.outputs.count else {
                    throw GraphError.unsupported(
                        "the node has \(node.outputs.count) outputs, the operator \(results.count)")
                }
            } catch let error as GraphError {
                throw error.at(node)
            }
            for (name, result) in zip(node.outputs, results) where !name.isEmpty {
                values[name] = result
                try observer?(name, result)
            }
            try visitor?(ComputedNode(node: node, arguments: arguments, outputs: results))
            for name in lastReads[index] where !keeping.contains(name) { values[name] = nil }
        }
        var results: [String: Tensor] = [:]
        for name in keeping.union(graph.outputs.map(\.name)) {
            guard let value = values[name] else {
                throw ReferenceError(.unknownValue, name, "the graph \"\(graph.name)\" has no value \"\(name)\"")
            }
            results[name] = value
        }
        return results
    }

    /// Compares names, element types, ranks, fixed extents, and extents that share a symbol.
    private func check(_ inputs: [String: Tensor]) throws {
        let declared = graph.inputs.map(\.name)
        for name in inputs.keys.sorted() where !declared.contains(name) {
            throw ReferenceError(
                .unknownInput, name,
                "there is no input \"\(name)\"; the model's are \(declared.joined(separator: ", "))")
        }
        var symbols: [String: Int] = [:]
        for port in graph.inputs {
            guard let tensor = inputs[port.name] else {
                throw ReferenceError(.missingInput, port.name, "input \"\(port.name)\" is missing")
            }
            let expected = "\(port.type.elementType.rawValue) \(port.type.shape)"
            let fail = ReferenceError(
                .unfitInput, port.name,
                "input \"\(port.name)\" is \(tensor.elementType.rawValue) \(tensor.shape), expected \(expected)")
            guard tensor.elementType == port.type.elementType, tensor.shape.count == port.type.shape.count,
                (try? ShapeLimits.count(tensor.shape)) != nil
            else { throw fail }
            for (extent, dimension) in zip(tensor.shape, port.type.shape) {
                switch dimension {
                case .fixed(let value):
                    guard extent == value else { throw fail }
                case .symbol(let symbol):
                    guard symbols[symbol, default: extent] == extent else {
                        throw ReferenceError(
                            .unfitInput, port.name,
                            "\(fail.message), where another input has \(symbol) = \(symbols[symbol] ?? 0)")
                    }
                    symbols[symbol] = extent
                }
            }
        }
    }
}

/// A node that a run has just computed.
package struct ComputedNode {
    package let node: Node
    let arguments: Arguments
    package let outputs: [Tensor]

    /// In ONNX's order, nil where an optional input is absent.
    package var inputs: [Tensor?] { arguments.values }

    /// What the node gives with another first input of the same shape.
    package func outputs(withInput input: Tensor) throws -> [Tensor] {
        var arguments = arguments
        arguments.values[0] = input
        return try node.op.outputs(arguments)
    }
}
