import ModelGraph
import Reference
import TestSupport
import Testing

/// Conv on random geometries against the sum that defines it, element by element in double precision.
@Suite struct RandomConvTests {
    @Test(arguments: UInt64(0)..<120) func equalsItsDefinition(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
        let group = pick(1...3)
        let depthwise = pick(0...2) == 0
        let groupInputs = depthwise ? 1 : pick(1...3)
        let groupOutputs = pick(1...3)
        let kernel = [pick(1...4), pick(1...4)]
        let strides = [pick(1...3), pick(1...3)]
        let dilations = [pick(1...3), pick(1...3)]
        let pads = (0..<4).map { _ in pick(0...3) }
        // Wide enough for the window, padding included.
        let extents = (0..<2).map { (axis: Int) -> Int in
            let reach = (kernel[axis] - 1) * dilations[axis] + 1
            return max(1, reach - pads[axis] - pads[axis + 2]) + pick(0...6)
        }
        let samples = pick(1...2)
        let x = random.floats(samples * group * groupInputs * extents[0] * extents[1])
        let w = random.floats(group * groupOutputs * groupInputs * kernel[0] * kernel[1])
        let op = Conv(kernelShape: kernel, strides: strides, pads: pads, dilations: dilations, group: group)
        let result = try evaluate(
            op, floats(x, [samples, group * groupInputs] + extents),
            floats(w, [group * groupOutputs, groupInputs] + kernel))

        let output = (0..<2).map { (axis: Int) -> Int in
            let reach = (kernel[axis] - 1) * dilations[axis] + 1
            return (extents[axis] + pads[axis] + pads[axis + 2] - reach) / strides[axis] + 1
        }
        var expected: [Float] = []
        for n in 0..<samples {
            for m in 0..<group * groupOutputs {
                for oh in 0..<output[0] {
                    for ow in 0..<output[1] {
                        var sum = 0.0
                        for c in 0..<groupInputs {
                            let plane = (n * group + m / groupOutputs) * groupInputs + c
                            for kh in 0..<kernel[0] {
                                for kw in 0..<kernel[1] {
                                    let h = oh * strides[0] - pads[0] + kh * dilations[0]
                                    let v = ow * strides[1] - pads[1] + kw * dilations[1]
                                    guard (0..<extents[0]).contains(h), (0..<extents[1]).contains(v) else { continue }
                                    let a = x[(plane * extents[0] + h) * extents[1] + v]
                                    let b = w[((m * groupInputs + c) * kernel[0] + kh) * kernel[1] + kw]
                                    sum += Double(a) * Double(b)
                                }
                            }
                        }
                        expected.append(Float(sum))
                    }
                }
            }
        }
        let shape = [samples, group * groupOutputs] + output
        let closeness = Closeness(result, floats(expected, shape), rtol: 1e-5, atol: 1e-5)
        #expect(closeness.holds, "seed \(seed), \(op): \(closeness)")
    }
}
