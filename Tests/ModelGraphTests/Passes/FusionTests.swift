import Testing

@testable import ModelGraph

/// Every fusion fires on the chain it is made for and leaves others alone.
struct FusionTests {
    private func optimized(
        _ nodes: [Node], _ constants: [String: Tensor], shape: [Dimension] = ["N", 4]
    ) throws -> [String] {
        let graph = Graph(
            name: "", inputs: [Port(name: "x", type: TensorType(.float32, shape))],
            outputs: [Port(name: "y", type: TensorType(.float32, shape))], nodes: nodes, initializers: constants)
        return try GraphPasses.optimized(graph).nodes.map(\.operatorName)
    }

    private func node(_ op: any ModelGraph.Operator, _ inputs: [String], _ output: String) -> Node {
        Node(name: output, op: op, inputs: inputs, outputs: [output])
    }

    private func scalar(_ value: Float) -> Tensor { Tensor(shape: [], floats: [value]) }

    private func gelu(root: Float = 1.41421356, half: Float = 0.5, inside: String = "x") -> ([Node], [String: Tensor]) {
        (
            [
                node(Div(), [inside, "root"], "a"), node(Erf(), ["a"], "b"), node(Add(), ["b", "one"], "c"),
                node(Mul(), ["x", "c"], "d"), node(Mul(), ["d", "half"], "y"),
            ], ["root": scalar(root), "one": scalar(1), "half": scalar(half)]
        )
    }

    @Test func geluOfErf() throws {
        let (nodes, constants) = gelu()
        #expect(try optimized(nodes, constants) == ["Gelu"])
        for (nodes, constants) in [gelu(root: 1.5), gelu(half: 0.4)] {
            #expect(try !optimized(nodes, constants).contains("Gelu"))
        }
        // Another value than the one that is multiplied.
        let (other, otherConstants) = gelu(inside: "z")
        #expect(try !optimized([node(Neg(), ["x"], "z")] + other, otherConstants).contains("Gelu"))
    }

    @Test func geluOfTanh() throws {
        func nodes(_ power: Float) -> ([Node], [String: Tensor]) {
            (
                [
                    node(Pow(), ["x", "three"], "a"), node(Mul(), ["a", "small"], "b"), node(Add(), ["x", "b"], "c"),
                    node(Mul(), ["c", "root"], "d"), node(Tanh(), ["d"], "e"), node(Add(), ["e", "one"], "f"),
                    node(Mul(), ["x", "half"], "g"), node(Mul(), ["g", "f"], "y"),
                ],
                [
                    "three": scalar(power), "small": scalar(0.044715), "root": scalar(0.79788456), "one": scalar(1),
                    "half": scalar(0.5),
                ]
            )
        }
        #expect(try optimized(nodes(3).0, nodes(3).1) == ["Gelu"])
        #expect(try !optimized(nodes(2).0, nodes(2).1).contains("Gelu"))
    }

    private func normalization(axis: Int64 = -1, keepDims: Bool = true) -> ([Node], [String: Tensor]) {
        let mean = ReduceMean(keepDims: keepDims)
        return (
            [
                node(mean, ["x", "axes"], "m"), node(Sub(), ["x", "m"], "d"), node(Pow(), ["d", "two"], "s"),
                node(mean, ["s", "axes"], "v"), node(Add(), ["v", "eps"], "e"), node(Sqrt(), ["e"], "r"),
                node(Div(), ["d", "r"], "n"), node(Mul(), ["n", "scale"], "t"), node(Add(), ["t", "bias"], "y"),
            ],
            [
                "axes": Tensor(shape: [1], int64s: [axis]), "two": scalar(2), "eps": scalar(1e-5),
                "scale": Tensor(shape: [4], floats: [1, 2, 3, 4]), "bias": Tensor(shape: [4], floats: [1, 0, 0, 1]),
            ]
        )
    }

    @Test func layerNormalization() throws {
        for axis in [-1, 2] as [Int64] {
            let (nodes, constants) = normalization(axis: axis)
            #expect(try optimized(nodes, constants, shape: ["N", 3, 4]) == ["LayerNormalization"])
        }
        // Over another axis, it is something else.
        let (nodes, constants) = normalization(axis: 1)
        #expect(try !optimized(nodes, constants, shape: ["N", 3, 4]).contains("LayerNormalization"))
    }

    @Test func hardSwishAndHardSigmoid() throws {
        func nodes(high: Float) -> ([Node], [String: Tensor]) {
            (
                [
                    node(Add(), ["x", "three"], "a"), node(Clip(), ["a", "zero", "high"], "b"),
                    node(Mul(), ["x", "b"], "c"), node(Div(), ["c", "six"], "y"),
                ], ["three": scalar(3), "zero": scalar(0), "high": scalar(high), "six": scalar(6)]
            )
        }
        #expect(try optimized(nodes(high: 6).0, nodes(high: 6).1) == ["HardSwish"])
        #expect(try !optimized(nodes(high: 5).0, nodes(high: 5).1).contains("HardSwish"))
        let (all, constants) = nodes(high: 6)
        #expect(
            try optimized(Array(all[0...1]) + [node(Div(), ["b", "six"], "y")], constants) == ["HardSigmoid"])
    }

    @Test func mish() throws {
        let nodes = { (inner: String) in
            [
                node(Softplus(), [inner], "a"), node(Tanh(), ["a"], "b"), node(Mul(), ["b", "x"], "y"),
            ]
        }
        #expect(try optimized(nodes("x"), [:]) == ["Mish"])
        #expect(try !optimized([node(Neg(), ["x"], "z")] + nodes("z"), [:]).contains("Mish"))
    }

    @Test func l2Normalization() throws {
        func nodes(keepDims: Bool) -> ([Node], [String: Tensor]) {
            (
                [
                    node(ReduceL2(keepDims: keepDims), ["x", "axes"], "n"), node(Clip(), ["n", "eps"], "c"),
                    node(Shape(), ["x"], "s"), node(Expand(), ["c", "s"], "e"), node(Div(), ["x", "e"], "y"),
                ], ["axes": Tensor(shape: [1], int64s: [1]), "eps": scalar(1e-12)]
            )
        }
        #expect(try optimized(nodes(keepDims: true).0, nodes(keepDims: true).1) == ["LpNormalization"])
        // Without the smallest norm rows of zeros are NaN, which is not the same.
        let bare = [node(ReduceL2(), ["x", "axes"], "n"), node(Div(), ["x", "n"], "y")]
        #expect(try optimized(bare, ["axes": Tensor(shape: [1], int64s: [1])]) == ["ReduceL2", "Div"])
    }

    @Test func transposesAndReshapesMerge() throws {
        let transposes = [
            node(Transpose(perm: [0, 2, 1]), ["x"], "a"), node(Transpose(perm: [2, 0, 1]), ["a"], "b"),
            node(Transpose(perm: [0, 2, 1]), ["b"], "y"),
        ]
        #expect(try optimized(transposes, [:], shape: [2, 3, 4]) == ["Transpose"])
        let reshapes = [node(Reshape(), ["x", "first"], "a"), node(Reshape(), ["a", "second"], "y")]
        let shapes = [
            "first": Tensor(shape: [2], int64s: [6, 4]), "second": Tensor(shape: [3], int64s: [4, 3, 2]),
        ]
        #expect(try optimized(reshapes, shapes, shape: [2, 3, 4]) == ["Reshape"])
        // A zero copies an extent of the shape in between.
        let zero = shapes.merging(["second": Tensor(shape: [3], int64s: [0, 2, 2])]) { $1 }
        #expect(try optimized(reshapes, zero, shape: [2, 12]) == ["Reshape", "Reshape"])
    }

    /// Q, K and V are slices of one value of (batch, heads, length, depth).
    private func attention(
        softmax: Softmax = Softmax(axis: -1), mask: [Int]? = nil, sides: Bool = false, divisor: Bool = false,
        relu: Bool = false, broadcastV: Bool = false
    ) throws -> [String] {
        var nodes = [
            node(Neg(), ["x"], "q"), node(Abs(), ["x"], "k0"), node(Exp(), ["x"], "v0"),
            node(Transpose(perm: [0, 1, 3, 2]), ["k0"], "k"),
        ]
        var constants = ["s": scalar(0.5), "t": Tensor(shape: [1], floats: [0.25]), "d": scalar(8)]
        var (q, k) = ("q", "k")
        if sides {
            nodes += [node(Mul(), ["q", "s"], "qs"), node(Mul(), ["t", "k"], "ks")]
            (q, k) = ("qs", "ks")
        }
        nodes.append(node(MatMul(), [q, k], "scores"))
        var scores = "scores"
        if divisor {
            nodes.append(node(Div(), [scores, "d"], "divided"))
            scores = "divided"
        }
        if let mask {
            constants["m"] = Tensor(shape: mask, floats: [Float](repeating: -1, count: mask.reduce(1, *)))
            nodes.append(node(Add(), ["m", scores], "masked"))
            scores = "masked"
        }
        if relu {
            nodes.append(node(Relu(), [scores], "relu"))
            scores = "relu"
        }
        nodes.append(node(softmax, [scores], "p"))
        if broadcastV {
            constants["axes"] = Tensor(shape: [1], int64s: [1])
            nodes.append(node(ReduceMean(keepDims: true), ["v0", "axes"], "v"))
        } else {
            nodes.append(node(Identity(), ["v0"], "v"))
        }
        nodes.append(node(MatMul(), ["p", "v"], "y"))
        return try optimized(nodes, constants, shape: ["N", 2, 5, 4]).filter { !["Neg", "Abs", "Exp"].contains($0) }
    }

    @Test func attention() throws {
        let fused = ["ScaledDotProductAttention"]
        #expect(try attention() == fused)
        #expect(try attention(sides: true) == fused)
        #expect(try attention(divisor: true) == fused)
        #expect(try attention(softmax: Softmax(axis: 3), sides: true, divisor: true) == fused)
        for mask in [[5, 5], [2, 1, 5], [1, 1, 1, 5]] { #expect(try attention(mask: mask, divisor: true) == fused) }
        // Over another axis; with an activation in between; with V of other heads; with a mask of more axes.
        #expect(try !attention(softmax: Softmax(axis: 2)).contains(fused[0]))
        #expect(try !attention(mask: [5, 5], relu: true).contains(fused[0]))
        #expect(try !attention(broadcastV: true).contains(fused[0]))
        #expect(try !attention(mask: [1, 1, 1, 5, 5]).contains(fused[0]))
    }

    @Test func productsOfActivationsStayBare() throws {
        let nodes = [
            node(Transpose(perm: [0, 2, 1]), ["x"], "t"), node(MatMul(), ["x", "t"], "p"), node(Relu(), ["p"], "y"),
        ]
        #expect(try optimized(nodes, [:], shape: ["N", 3, 3]) == ["Transpose", "MatMul", "Relu"])
        // A vector has no outputs to give a bias each.
        let vector = [node(MatMul(), ["x", "v"], "p"), node(Add(), ["p", "b"], "y")]
        let constants = ["v": Tensor(shape: [4], floats: [1, 2, 3, 4]), "b": Tensor(shape: [3], floats: [1, 2, 3])]
        #expect(try optimized(vector, constants, shape: ["N", 3, 4]) == ["MatMul", "Add"])
    }

    @Test func constantsOfMoreAxesAreNoPartOfAFusion() throws {
        let (nodes, constants) = gelu()
        let wide = constants.merging(["half": Tensor(shape: [1, 1, 1], floats: [0.5])]) { $1 }
        #expect(try !optimized(nodes, wide, shape: ["N", 4]).contains("Gelu"))
    }

    @Test func integersKeepTheirActivation() throws {
        let graph = Graph(
            name: "", inputs: [Port(name: "x", type: TensorType(.int32, ["N", 4]))],
            outputs: [Port(name: "y", type: TensorType(.int32, ["N", 4]))],
            nodes: [node(Add(), ["x", "x"], "a"), node(Relu(), ["a"], "y")], initializers: [:])
        #expect(try GraphPasses.optimized(graph).nodes.map(\.operatorName) == ["Add", "Relu"])
    }

    @Test func aSquareIsAProduct() throws {
        let nodes = [node(Pow(), ["x", "p"], "y")]
        #expect(try optimized(nodes, ["p": Tensor(shape: [], floats: [2])]) == ["Mul"])
        #expect(try optimized(nodes, ["p": Tensor(shape: [], int64s: [2])]) == ["Mul"])
        #expect(try optimized(nodes, ["p": Tensor(shape: [], floats: [3])]) == ["Pow"])
        #expect(try optimized(nodes, ["p": Tensor(shape: [2], floats: [2, 2])], shape: [3, 2]) == ["Pow"])
        // An exponent of more axes than x gives its shape to the result.
        #expect(try optimized(nodes, ["p": Tensor(shape: [1, 1, 1], floats: [2])], shape: [3, 2]) == ["Pow"])
    }

    @Test func aTransposedConvolutionBecomesAConvolution() throws {
        let weights = Tensor(shape: [4, 2, 2, 2], floats: [Float](repeating: 1, count: 32))
        let nodes = [node(ConvTranspose(strides: [2, 2]), ["x", "w"], "y")]
        #expect(try optimized(nodes, ["w": weights], shape: ["N", 4, 3, 3]) == ["InsertZeros", "Conv"])
        let asked = [node(ConvTranspose(outputShape: [6, 6], strides: [2, 2]), ["x", "w"], "y")]
        #expect(try optimized(asked, ["w": weights], shape: ["N", 4, 3, 3]) == ["ConvTranspose"])
        // Paddings wider than the kernel's reach would take elements away.
        let padded = [node(ConvTranspose(pads: [2, 2, 2, 2], strides: [2, 2]), ["x", "w"], "y")]
        #expect(try optimized(padded, ["w": weights], shape: ["N", 4, 3, 3]) == ["ConvTranspose"])
    }
}
