/// x to the power of 2 is x * x, which integers compute; a power of 1 is x.
///
/// Both give the bits that `Pow` gives: a product and the correctly rounded power are the same number.
enum PowToProduct {
    static func run(_ graph: inout Graph) throws -> Bool {
        for (index, node) in graph.nodes.enumerated() where node.op is Pow && node.inputs.count == 2 {
            // A scalar broadcasts to the shape of x, whatever it is.
            guard let exponent = graph.constant(node.inputs[1]), exponent.shape.isEmpty,
                let power = try exponent.doubles("Y").first, power == 1 || power == 2
            else { continue }
            let x = node.inputs[0]
            graph.nodes[index].op = power == 2 ? Mul() : Identity()
            graph.nodes[index].inputs = power == 2 ? [x, x] : [x]
            return true
        }
        return false
    }
}
