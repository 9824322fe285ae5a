import Configuration
package import JSON

extension ModelSettings {
    /// The keys that `init(_:labels:classCount:labelFile:)` reads.
    package static let keys = [
        "labels", "aliases", "thresholds", "temperature", "classes", "embedding_dimensions", "matryoshka",
    ]

    /// Reads the settings of a model; every key may be absent. docs/tasks.md describes them.
    ///
    /// - Parameters:
    ///   - labels: the checkpoint's.
    ///   - classCount: number of classes; nil for as many as there are labels.
    ///   - labelFile: reads the file that `labels` names, a label for each class.
    /// - Throws: `ServingError` that names the key and what is wrong with it.
    package init(
        _ json: JSONObject, labels: [String]?, classCount: Int? = nil,
        labelFile: (String) throws(ServingError) -> [String] = { _ throws(ServingError) in
            throw ServingError(.malformed, "a file of labels cannot be read here; give a list")
        }
    ) throws(ServingError) {
        self.init()
        for key in json.keys where !Self.keys.contains(key) {
            let meant = NearestName.of(key, among: Self.keys).map { "did you mean \"\($0)\"?" }
            throw ServingError(
                .malformed,
                "unknown key \"\(key.prefix(60))\"; \(meant ?? "there are " + Self.keys.joined(separator: ", "))")
        }
        let classCount = classCount ?? labels?.count
        if let value = json["labels"] {
            self.labels = try Self.within("labels") { () throws(ServingError) in
                try Self.labels(value, classCount, labelFile)
            }
        }
        let plain = ClassNames(
            labels: self.labels ?? labels, count: classCount ?? self.labels?.count, groups: [])
        if let value = json["aliases"] {
            groups = try Self.within("aliases") { () throws(ServingError) in try Self.groups(value, plain) }
        }
        let names = ClassNames(labels: plain.labels, count: plain.count, groups: groups)
        if let value = json["thresholds"] {
            thresholds = try Self.within("thresholds") { () throws(ServingError) in
                guard let object = value.object else {
                    throw ServingError(.malformed, "expected an object from class to number, not \(value.kindName)")
                }
                return try ClassThreshold.resolved(ClassThreshold.list(object), names)
            }
        }
        if let value = json["temperature"] {
            guard let number = value.double.map(Float.init), number.isNormal, number > 0 else {
                throw ServingError(.malformed, "temperature: expected a number above 0")
            }
            temperature = number
        }
        if let value = json["classes"] {
            classes = try Self.within("classes") { () throws(ServingError) in
                let listed = try Self.names(value)
                return Array(Set(try names.choices(listed))).sorted()
            }
        }
        if let value = json["embedding_dimensions"] {
            let sizes = (value.array ?? []).map { $0.integer ?? 0 }
            guard !sizes.isEmpty, sizes.allSatisfy({ $0 >= 1 }) else {
                throw ServingError(.malformed, "embedding_dimensions: expected a list of whole numbers from 1 up")
            }
            embeddingDimensions = Array(Set(sizes)).sorted()
        }
        if let value = json["matryoshka"] {
            guard let flag = value.bool else {
                throw ServingError(.malformed, "matryoshka: expected true or false, not \(value.kindName)")
            }
            isMatryoshka = flag
        }
    }

    /// Labels of a text file: a line for each class; blank lines at the end do not count.
    ///
    /// - Throws: `ServingError` for bytes that are not UTF-8.
    package static func labels(ofText bytes: [UInt8]) throws(ServingError) -> [String] {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ServingError(.malformed, "the labels are not UTF-8")
        }
        var lines: [String] = []
        // By bytes: a carriage return and a line feed together are one Character.
        for line in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
            lines.append(String(Substring(line.last == 0x0D ? line.dropLast() : line)))
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    private static func labels(
        _ value: JSONValue, _ classCount: Int?, _ labelFile: (String) throws(ServingError) -> [String]
    ) throws(ServingError) -> [String] {
        var labels: [String] = []
        if let path = value.string {
            labels = try labelFile(path)
        } else {
            guard let list = value.array else {
                throw ServingError(.malformed, "expected a list of texts or a file's name, not \(value.kindName)")
            }
            for entry in list {
                guard let label = entry.string else {
                    throw ServingError(.malformed, "expected a list of texts; it has \(entry.kindName)")
                }
                labels.append(label)
            }
        }
        if let classCount, labels.count != classCount {
            throw ServingError(.malformed, "\(labels.count) labels; the model has \(classCount) classes")
        }
        return labels
    }

    private static func groups(_ value: JSONValue, _ names: ClassNames) throws(ServingError) -> [ClassGroup] {
        guard let object = value.object else {
            throw ServingError(.malformed, "expected an object from name to list of classes, not \(value.kindName)")
        }
        var groups: [ClassGroup] = []
        for (name, members) in object.members {
            guard !name.isEmpty, !ClassNames.isDecimal(name) else {
                throw ServingError(
                    .malformed, "\"\(name.prefix(60))\" cannot name a group: it must not be empty or a number")
            }
            if let index = names.labels?.firstIndex(of: name) {
                throw ServingError(.malformed, "\"\(name.prefix(60))\" is the label of class \(index) already")
            }
            let classes = try within("\"\(name.prefix(60))\"") { () throws(ServingError) in
                var indices: [Int] = []
                for case .index(let index) in try names.choices(try Self.names(members)) { indices.append(index) }
                indices.sort()
                for (first, second) in zip(indices, indices.dropFirst()) where first == second {
                    throw ServingError(.malformed, "class \(first) stands there twice")
                }
                return indices
            }
            groups.append(ClassGroup(name: name, classes: classes))
        }
        return groups
    }

    /// A list of classes, not empty.
    private static func names(_ value: JSONValue) throws(ServingError) -> [ClassName] {
        guard let list = value.array, !list.isEmpty else {
            throw ServingError(.malformed, "expected a list of one or more classes")
        }
        var names: [ClassName] = []
        for entry in list {
            guard let name = ClassName(entry) else {
                throw ServingError(.malformed, "a class is named by its index or label, not \(entry.kindName)")
            }
            names.append(name)
        }
        return names
    }

    /// Puts the key before what is wrong with it.
    private static func within<Value>(
        _ key: String, _ body: () throws(ServingError) -> Value
    ) throws(ServingError) -> Value {
        do throws(ServingError) { return try body() } catch {
            throw ServingError(error.kind, "\(key): \(error.message)")
        }
    }
}
