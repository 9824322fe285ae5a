/// x * HardSigmoid(x) with alpha 1/6 and beta 1/2 becomes HardSwish.
enum FuseHardSwish {
    static func run(_ graph: inout Graph) throws -> Bool {
        try GatePattern.fuse(&graph) { gate in
            guard let gate = gate as? HardSigmoid, abs(gate.alpha - 1 / 6) < 1e-6, gate.beta == 0.5 else { return nil }
            return HardSwish()
        }
    }
}
