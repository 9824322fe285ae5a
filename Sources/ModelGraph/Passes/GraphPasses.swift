/// The rewrites that every model goes through, in a fixed order until none changes anything.
package enum GraphPasses {
    /// A pass: changes the graph in place and says whether it changed anything.
    typealias Pass = @Sendable (inout Graph) throws -> Bool

    private static let passes: [Pass] = [
        ConstantFolding.run,
        RemoveIdentity.run,
        FusePatterns.run,
        FuseAttention.run,
        RemoveUnused.run,
        PowToProduct.run,
        MergeTransposes.run,
        ConvTransposeToConv.run,
        FusePad.run,
        FoldBatchNormalization.run,
        FuseBias.run,
        FoldGemmFactors.run,
        FuseHardSwish.run,
        FuseSwish.run,
        ReduceMeanToGlobalAveragePool.run,
        FuseResidualAdd.run,
        FuseActivation.run,
        RemoveUnused.run,
    ]

    /// The graph after all passes; the same inputs and outputs, the same values within rounding.
    ///
    /// - Throws: `GraphError` that names the node.
    package static func optimized(_ graph: Graph) throws -> Graph {
        var graph = try graph.sorted()
        // A pass removes or merges a node each time it fires, so that the count bounds the firings. Each pass fires until it
        // finds nothing before the next one runs: the order decides between rewrites that exclude one another.
        let limit = 2 * graph.nodes.count + 8
        for _ in 0...limit {
            var changed = false
            for pass in passes {
                var firings = 0
                while firings < limit, try pass(&graph) { firings += 1 }
                changed = changed || firings > 0
            }
            if !changed { break }
        }
        graph = try graph.sorted()
        _ = try graph.inferTypes()
        return graph
    }
}
