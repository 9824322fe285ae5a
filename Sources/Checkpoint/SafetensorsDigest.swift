import ModelGraph

/// A hash over what a safetensors file means, whatever the layout of its header.
enum SafetensorsDigest {
    /// - Parameter forEachPart: calls its argument with the data of the tensors, part by part, in their order.
    static func digest(
        metadata: [String: String], tensors: [(name: String, elementType: ElementType, shape: [Int])],
        forEachPart: ((UnsafeRawBufferPointer) -> Void) -> Void
    ) -> String {
        let hash = SHA256()
        // Each text is preceded by its length, so that no two lists of texts read the same.
        func add(_ text: String) { hash.update("\(text.utf8.count):\(text)") }
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            add(key)
            add(value)
        }
        for tensor in tensors.sorted(by: { $0.name < $1.name }) {
            add(tensor.name)
            add(tensor.elementType.rawValue)
            add(tensor.shape.description)
        }
        forEachPart { hash.update($0) }
        return "sha256:" + hash.hexDigits()
    }
}
