import ModelGraph

/// What the names inside a function or a subgraph stand for outside of it.
struct NameScope {
    /// Put before the names of everything that is defined inside.
    var prefix: String
    private var names: [String: String] = [:]

    init(prefix: String = "") { self.prefix = prefix }

    /// The scope of the body of an If or Loop, which sees the names around it.
    func nested(_ prefix: String) -> NameScope {
        var scope = self
        scope.prefix = prefix
        return scope
    }

    /// Makes a name stand for a value outside; an empty one for an absent input.
    mutating func bind(_ name: String, to value: String) { names[name] = value }

    /// Gives a value that is defined inside a name of its own.
    mutating func define(_ name: String) {
        guard !name.isEmpty, !prefix.isEmpty else { return }
        names[name] = prefix + name
    }

    func resolve(_ name: String) -> String { name.isEmpty ? "" : names[name] ?? name }
}

/// Reads the nodes of an ONNX graph one after the other. Functions are written out where they are called; so are the
/// branch of an If and the turns of a Loop, where what they depend on is known when the model is read.
struct NodeListBuilder {
    private struct FunctionKey: Hashable {
        var domain: String
        var name: String
        var overload: String
    }

    /// Nodes that functions and loops may become together: a few lines could ask for any number.
    private static let nodeLimit = 100_000
    /// Work that a file may ask for, about the bytes that are written for it.
    private static let workLimit = 1 << 28
    private static let depthLimit = 32
    private static let turnLimit = 1024

    private let tensors: TensorReader
    private let functions: [FunctionKey: Onnx_FunctionProto]
    private(set) var nodes: [Node] = []
    private(set) var initializers: [String: Tensor] = [:]
    /// Inputs of the graph, for finding out what is constant.
    private let inputs: [Port]
    private let used: Set<String>
    /// Every name that the file gives to a value.
    private let declared: Set<String>
    private var names: Set<String> = []
    /// By output, the nodes that only hand a value on.
    private var identities: [String: Int] = [:]
    private var inferencesLeft = 256
    private var workLeft = workLimit

    init(_ proto: Onnx_ModelProto, tensors: TensorReader, inputs: [Port]) throws(ONNXError) {
        self.tensors = tensors
        self.inputs = inputs
        var functions: [FunctionKey: Onnx_FunctionProto] = [:]
        for function in proto.functions {
            functions[FunctionKey(domain: function.domain, name: function.name, overload: function.overload)] =
                function
        }
        self.functions = functions
        var (used, declared): (Set<String>, Set<String>) = ([], [])
        try Self.collect(proto.graph, depth: 0, &used, &declared)
        for function in proto.functions {
            used.formUnion(function.output)
            declared.formUnion(function.input)
            try Self.collect(function.node, depth: 0, &used, &declared)
        }
        self.used = used
        self.declared = declared
    }

    /// Every name that some node reads, and every one that a value is given, subgraphs included.
    private static func collect(
        _ graph: Onnx_GraphProto, depth: Int, _ used: inout Set<String>, _ declared: inout Set<String>
    ) throws(ONNXError) {
        guard depth < depthLimit else { throw .unsupported("subgraphs nested more than \(depthLimit) deep") }
        used.formUnion(graph.output.map(\.name))
        declared.formUnion(graph.input.map(\.name) + graph.initializer.map(\.name))
        try collect(graph.node, depth: depth, &used, &declared)
    }

    private static func collect(
        _ nodes: [Onnx_NodeProto], depth: Int, _ used: inout Set<String>, _ declared: inout Set<String>
    ) throws(ONNXError) {
        for node in nodes {
            used.formUnion(node.input)
            declared.formUnion(node.output)
            for attribute in node.attribute where attribute.hasG {
                try collect(attribute.g, depth: depth + 1, &used, &declared)
            }
        }
    }

    /// Adds a graph's initializers and nodes.
    mutating func append(_ graph: Onnx_GraphProto, scope: inout NameScope, opset: Int, depth: Int = 0) throws(ONNXError)
    {
        guard depth < Self.depthLimit else { throw .unsupported("subgraphs nested more than \(Self.depthLimit) deep") }
        guard graph.sparseInitializer.isEmpty else { throw .unsupported("sparse initializers") }
        try spend(1024)
        for initializer in graph.initializer {
            if depth > 0 { try spend(initializer.rawData.count + 8 * initializer.floatData.count) }
            guard !initializer.name.isEmpty else { throw .invalid("an initializer has no name") }
            scope.define(initializer.name)
            try add(try tensors.tensor(initializer), as: scope.resolve(initializer.name), "the initializer")
        }
        for node in graph.node { for output in node.output { scope.define(output) } }
        for node in graph.node { try append(node, scope: scope, opset: opset, depth: depth) }
    }

    /// Counts what a node, a call or a turn costs, so that functions and loops that call one another come to an end.
    private mutating func spend(_ work: Int) throws(ONNXError) {
        workLeft -= min(work, Self.workLimit)
        guard workLeft > 0 else { throw .unsupported("functions and loops that become too much to write out") }
    }

    private mutating func add(_ tensor: Tensor, as name: String, _ what: String) throws(ONNXError) {
        guard initializers.updateValue(tensor, forKey: name) == nil else {
            throw .invalid("\(what) \"\(name)\" is given twice")
        }
    }

    private mutating func append(
        _ original: Onnx_NodeProto, scope: NameScope, opset: Int, depth: Int
    ) throws(ONNXError) {
        var node = original
        let own = node.name
        try spend(256 + (scope.prefix.utf8.count + own.utf8.count) * (1 + node.output.count))
        for index in node.input.indices { node.input[index] = scope.resolve(node.input[index]) }
        // An output that nobody reads, beyond the first, is as if it were not there: a Dropout's mask, MaxPool's Indices.
        for index in node.output.indices.dropFirst() where !used.contains(node.output[index]) {
            node.output[index] = ""
        }
        // But not Split's: they count.
        while node.output.count > 1, node.output.last == "", node.opType != "Split" { node.output.removeLast() }
        for index in node.output.indices { node.output[index] = scope.resolve(node.output[index]) }
        let name = uniqueName(own.isEmpty ? "" : scope.prefix + own, node)
        guard nodes.count < Self.nodeLimit else {
            throw .unsupported("functions and loops become more than \(Self.nodeLimit) nodes")
        }
        do {
            let isDefault = ModelReader.isDefault(node.domain)
            if let function = functions[
                FunctionKey(domain: node.domain, name: node.opType, overload: node.overload)]
            {
                try appendCall(function, node, name: name, opset: opset, depth: depth)
            } else if isDefault, node.opType == "Constant" {
                try readConstant(node, depth: depth)
            } else if isDefault, node.opType == "If" {
                try appendIf(node, scope: scope, name: name, opset: opset, depth: depth)
            } else if isDefault, node.opType == "Loop" {
                try appendLoop(node, scope: scope, name: name, opset: opset, depth: depth)
            } else {
                let read = try read(node, name: name, opset: opset)
                if read.op is Identity, read.inputs.count == 1 { identities[read.outputs[0]] = nodes.count }
                nodes.append(read)
            }
        } catch {
            throw ONNXError(
                error.kind, error.message, node: error.node ?? name, operatorName: error.operatorName ?? node.opType)
        }
    }

    /// The node's own name if it is the first of that name, else one made from its first output.
    private mutating func uniqueName(_ own: String, _ node: Onnx_NodeProto) -> String {
        let index = names.count
        let candidates = [own, node.output.first ?? "", "\(node.opType).\(index)"]
        var name = candidates.first { !$0.isEmpty && !names.contains($0) } ?? "node.\(index)"
        while !names.insert(name).inserted { name += "'" }
        return name
    }

    private mutating func read(_ proto: Onnx_NodeProto, name: String, opset: Int) throws(ONNXError) -> Node {
        guard ModelReader.isDefault(proto.domain) else {
            throw .unsupported("an operator of the domain \(proto.domain); only ONNX's own operators are supported")
        }
        guard !proto.output.isEmpty, proto.output.contains(where: { !$0.isEmpty }) else {
            throw .invalid("the node has no output")
        }
        var reader = try NodeReader(proto, name: name, opset: opset)
        let op: any Operator
        if let type = OperatorReaders.byName[proto.opType] {
            op = try type.read(&reader)
        } else if let alias = OperatorReaders.aliases[proto.opType] {
            op = try alias.read(&reader)
        } else {
            throw .unsupported("the operator \(proto.opType) is not supported")
        }
        try reader.attributes.finish()
        for (constant, tensor) in reader.constants { try add(tensor, as: constant, "the value") }
        var inputs = reader.inputs
        while inputs.last == "" { inputs.removeLast() }
        return Node(name: name, op: op, inputs: inputs, outputs: proto.output)
    }

    private mutating func readConstant(_ proto: Onnx_NodeProto, depth: Int) throws(ONNXError) {
        guard let output = proto.output.first, !output.isEmpty, proto.output.count == 1, proto.input.isEmpty else {
            throw .invalid("a Constant has one output and no input")
        }
        var attributes = try AttributeReader(proto)
        var value: Tensor?
        if let tensor = try attributes.tensor("value") {
            if depth > 0 { try spend(tensor.rawData.count + 8 * tensor.floatData.count) }
            value = try tensors.tensor(tensor)
        } else if let number = try attributes.anyFloat("value_float") {
            value = Tensor(shape: [], floats: [number])
        } else if let numbers = try attributes.floats("value_floats") {
            value = Tensor(shape: [numbers.count], floats: numbers)
        } else if let number = try attributes.int("value_int") {
            value = Tensor(shape: [], int64s: [Int64(number)])
        } else if let numbers = try attributes.ints("value_ints") {
            value = Tensor(shape: [numbers.count], int64s: numbers.map(Int64.init))
        }
        try attributes.finish()
        guard let value else { throw .invalid("a Constant without a value of numbers") }
        try add(value, as: output, "the value")
    }

    // MARK: - Functions

    private mutating func appendCall(
        _ function: Onnx_FunctionProto, _ call: Onnx_NodeProto, name: String, opset: Int, depth: Int
    ) throws(ONNXError) {
        guard depth < Self.depthLimit else { throw .unsupported("functions that call each other without end") }
        guard call.input.count <= function.input.count, call.output.count <= function.output.count else {
            throw .invalid(
                "the function \(function.name) has \(function.input.count) inputs, \(function.output.count) outputs")
        }
        try spend(1024)
        // Nothing of what surrounds the call is seen inside.
        var scope = NameScope(prefix: name + "/")
        for (index, formal) in function.input.enumerated() {
            scope.bind(formal, to: index < call.input.count ? call.input[index] : "")
        }
        for node in function.node { for output in node.output { scope.define(output) } }
        let version = function.opsetImport.filter { ModelReader.isDefault($0.domain) }.map(\.version).max()
        let opset = try version.map { version throws(ONNXError) in try ONNXImporter.checked(version) } ?? opset
        for var node in function.node {
            node.attribute = Self.bound(node.attribute, call: call, function: function)
            try append(node, scope: scope, opset: opset, depth: depth + 1)
        }
        for (formal, output) in zip(function.output, call.output) where !output.isEmpty {
            appendIdentity(scope.resolve(formal), output)
        }
    }

    /// A body's attributes with those that refer to the function's replaced by what the call gives, or by defaults.
    private static func bound(
        _ attributes: [Onnx_AttributeProto], call: Onnx_NodeProto, function: Onnx_FunctionProto
    ) -> [Onnx_AttributeProto] {
        attributes.compactMap { attribute in
            guard !attribute.refAttrName.isEmpty else { return attribute }
            let given =
                call.attribute.first { $0.name == attribute.refAttrName }
                ?? function.attributeProto.first { $0.name == attribute.refAttrName }
            // An attribute that nobody gives is not there.
            guard var bound = given else { return nil }
            bound.name = attribute.name
            return bound
        }
    }

    private mutating func appendIdentity(_ input: String, _ output: String) {
        let name = uniqueName(output + "/Identity", Onnx_NodeProto())
        identities[output] = nodes.count
        nodes.append(Node(name: name, op: Identity(), inputs: [input], outputs: [output]))
    }

    // MARK: - If and Loop

    /// The value if it follows from constants and fixed shapes.
    private mutating func known(_ name: String) -> Tensor? {
        // Most conditions are constants that were only handed on.
        var source = name
        for _ in 0..<nodes.count {
            // In a cycle of Identities it ends anywhere; sorting the graph refuses it.
            guard let index = identities[source] else { break }
            source = nodes[index].inputs[0]
        }
        if let tensor = initializers[source] { return tensor }
        // Looking at the whole graph for each turn of a long loop would take forever.
        guard inferencesLeft > 0 else { return nil }
        inferencesLeft -= 1
        let graph = Graph(name: "", inputs: inputs, outputs: [], nodes: nodes, initializers: initializers)
        return try? graph.constantValue(name)
    }

    private static func subgraph(_ node: Onnx_NodeProto, _ name: String) throws(ONNXError) -> Onnx_GraphProto {
        guard let attribute = node.attribute.first(where: { $0.name == name }), attribute.hasG else {
            throw .invalid("the attribute \(name) is missing")
        }
        return attribute.g
    }

    private mutating func appendIf(
        _ node: Onnx_NodeProto, scope: NameScope, name: String, opset: Int, depth: Int
    ) throws(ONNXError) {
        guard let input = node.input.first, let condition = known(input), let flags = Bool.values(condition.elements),
            flags.count == 1
        else { throw .unsupported("a condition that is only known when the model runs; export the model without it") }
        let branch = try Self.subgraph(node, flags[0] ? "then_branch" : "else_branch")
        guard branch.output.count >= node.output.count else {
            throw .invalid("the branch has \(branch.output.count) outputs, the If \(node.output.count)")
        }
        var inner = scope.nested(name + "/")
        try append(branch, scope: &inner, opset: opset, depth: depth + 1)
        for (result, output) in zip(branch.output, node.output) where !output.isEmpty {
            appendIdentity(inner.resolve(result.name), output)
        }
    }

    private mutating func appendLoop(
        _ node: Onnx_NodeProto, scope: NameScope, name: String, opset: Int, depth: Int
    ) throws(ONNXError) {
        let body = try Self.subgraph(node, "body")
        let carried = max(0, node.input.count - 2)
        guard body.input.count == carried + 2, body.output.count >= carried + 1, node.input.count >= 2,
            node.output.count <= body.output.count - 1
        else { throw .invalid("a body of \(body.input.count) inputs and \(body.output.count) outputs") }
        let unknown = ONNXError.unsupported(
            "a number of turns that is only known when the model runs; export the model without it")
        var turns = Int.max
        if !node.input[0].isEmpty {
            guard let count = known(node.input[0])?.integers?.first else { throw unknown }
            turns = max(0, count)
        }
        var condition = true
        if !node.input[1].isEmpty {
            guard let flag = known(node.input[1]).flatMap({ Bool.values($0.elements) })?.first else { throw unknown }
            condition = flag
        }
        var values = Array(node.input.dropFirst(2))
        var scans = [[String]](repeating: [], count: body.output.count - 1 - carried)
        var turn = 0
        while condition, turn < turns {
            guard turn < Self.turnLimit else { throw .unsupported("a Loop of more than \(Self.turnLimit) turns") }
            var inner = scope.nested("\(name)/\(turn)/")
            let prefix = inner.prefix
            let (iteration, condition0) = (prefix + freeName("iteration"), prefix + freeName("condition"))
            try add(Tensor(shape: [], int64s: [Int64(turn)]), as: iteration, "the value")
            try add(Tensor(shape: [], [true]), as: condition0, "the value")
            inner.bind(body.input[0].name, to: iteration)
            inner.bind(body.input[1].name, to: condition0)
            for (formal, value) in zip(body.input.dropFirst(2), values) { inner.bind(formal.name, to: value) }
            try append(body, scope: &inner, opset: opset, depth: depth + 1)
            guard let flag = known(inner.resolve(body.output[0].name)).flatMap({ Bool.values($0.elements) })?.first
            else { throw unknown }
            condition = flag
            values = body.output[1..<1 + carried].map { inner.resolve($0.name) }
            for (index, output) in body.output.dropFirst(1 + carried).enumerated() {
                scans[index].append(inner.resolve(output.name))
            }
            turn += 1
        }
        for (value, output) in zip(values, node.output) where !output.isEmpty { appendIdentity(value, output) }
        for (parts, output) in zip(scans, node.output.dropFirst(carried)) where !output.isEmpty {
            try appendScan(parts, output)
        }
    }

    /// A name that no value of the file has.
    private func freeName(_ name: String) -> String {
        var free = name
        while declared.contains(free) { free += "'" }
        return free
    }

    /// The values of all turns along a new first axis.
    private mutating func appendScan(_ parts: [String], _ output: String) throws(ONNXError) {
        guard !parts.isEmpty else { throw .unsupported("a Loop without turns whose results have no shape") }
        try add(Tensor(shape: [1], int64s: [0]), as: output + "/axes", "the value")
        var stacked: [String] = []
        for (index, part) in parts.enumerated() {
            let value = "\(output)/\(index)"
            let name = uniqueName(value, Onnx_NodeProto())
            nodes.append(Node(name: name, op: Unsqueeze(), inputs: [part, output + "/axes"], outputs: [value]))
            stacked.append(value)
        }
        let name = uniqueName(output + "/Concat", Onnx_NodeProto())
        nodes.append(Node(name: name, op: Concat(axis: 0), inputs: stacked, outputs: [output]))
    }
}
