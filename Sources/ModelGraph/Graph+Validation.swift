extension Graph {
    /// The same graph with its nodes in topological order; nodes keep their order where they can.
    ///
    /// - Throws: `GraphError` that names the node if a value has two writers, is read but never written, or if
    ///   nodes wait for one another in a cycle.
    package func sorted() throws(GraphError) -> Graph {
        var available = Set(initializers.keys)
        for input in inputs {
            guard !input.name.isEmpty, available.insert(input.name).inserted else {
                throw .invalid("the input \"\(input.name)\" is declared twice")
            }
        }
        var writers: [String: Int] = [:]
        var names: Set<String> = []
        for (index, node) in nodes.enumerated() {
            guard names.insert(node.name).inserted else {
                throw GraphError.invalid("two nodes have this name").at(node)
            }
            for output in node.outputs where !output.isEmpty {
                guard !available.contains(output), writers.updateValue(index, forKey: output) == nil else {
                    throw GraphError.invalid("the value \"\(output)\" is written twice").at(node)
                }
            }
        }
        for node in nodes {
            for input in node.inputs where !input.isEmpty && !available.contains(input) && writers[input] == nil {
                throw GraphError.invalid(
                    "reads the value \"\(input)\", which is no input, no initializer and written by no node"
                ).at(node)
            }
        }
        guard Set(outputs.map(\.name)).count == outputs.count else { throw .invalid("an output is declared twice") }
        for output in outputs where !available.contains(output.name) && writers[output.name] == nil {
            throw .invalid("the output \"\(output.name)\" is written by no node")
        }

        // Kahn's algorithm with a queue in the order of the file: linear in nodes and edges.
        var waiting = nodes.map { node in
            Set(node.inputs.compactMap { available.contains($0) ? nil : writers[$0] }).count
        }
        var readers = [[Int]](repeating: [], count: nodes.count)
        for (index, node) in nodes.enumerated() {
            for writer in Set(node.inputs.compactMap({ available.contains($0) ? nil : writers[$0] })).sorted() {
                readers[writer].append(index)
            }
        }
        var ready = IndexHeap(nodes.indices.filter { waiting[$0] == 0 })
        var order: [Int] = []
        while let index = ready.popMinimum() {
            order.append(index)
            for reader in readers[index] {
                waiting[reader] -= 1
                if waiting[reader] == 0 { ready.insert(reader) }
            }
        }
        if order.count < nodes.count, let stuck = nodes.indices.first(where: { waiting[$0] > 0 }) {
            throw GraphError.invalid("waits for its own output: the graph has a cycle").at(nodes[stuck])
        }
        var result = self
        result.nodes = order.map { nodes[$0] }
        return result
    }

    /// Checks that the graph is whole and that its nodes stand in an order in which they can run.
    ///
    /// - Throws: `GraphError` that names the node.
    package func validate() throws(GraphError) {
        _ = try sorted()
        var available = Set(initializers.keys).union(inputs.map(\.name))
        for node in nodes {
            for input in node.inputs where !input.isEmpty && !available.contains(input) {
                throw GraphError.invalid("reads \"\(input)\" before it is written").at(node)
            }
            available.formUnion(node.outputs)
        }
    }
}

/// A binary heap of node numbers, smallest first.
private struct IndexHeap {
    private var heap: [Int]

    /// - Parameter sorted: in ascending order, which is a heap already.
    init(_ sorted: [Int]) { heap = sorted }

    mutating func insert(_ value: Int) {
        heap.append(value)
        var child = heap.count - 1
        while child > 0, heap[(child - 1) / 2] > heap[child] {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func popMinimum() -> Int? {
        guard let minimum = heap.first else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return minimum }
        heap[0] = last
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
            guard heap[child] < heap[parent] else { break }
            heap.swapAt(child, parent)
            parent = child
        }
        return minimum
    }
}
