/// Same elements, another shape: inputs data, shape.
package struct Reshape: Operator {
    package static let name = "Reshape"

    package var allowZero: Bool

    package init(allowZero: Bool = false) {
        self.allowZero = allowZero
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["data", "shape"], required: 2)
        let data = try inputs(0).type
        guard let target = try inputs.integersIfConstant(1, "shape") else {
            let rank = try inputs.length(1, "shape")
            return [TensorType(data.elementType, [Dimension](repeating: .unknown, count: rank))]
        }
        var shape: [Dimension] = []
        var inferred: Int?
        // What of the input's extents is not yet accounted for, symbols by name.
        var symbols = data.shape.filter { $0.fixed == nil }
        var explicit: [Int] = []
        for (index, extent) in target.enumerated() {
            switch extent {
            case 0 where !allowZero:
                guard index < data.shape.count else {
                    throw GraphError.invalid("shape \(target) copies axis \(index) of an input of shape \(data.shape)")
                }
                shape.append(data.shape[index])
            case -1:
                guard inferred == nil else { throw GraphError.invalid("shape \(target) has more than one -1") }
                inferred = index
                shape.append(1)
                continue
            case 0...:
                shape.append(.fixed(extent))
            default:
                throw GraphError.invalid("shape \(target) has the extent \(extent)")
            }
            if let fixed = shape[index].fixed {
                explicit.append(fixed)
            } else if let position = symbols.firstIndex(of: shape[index]) {
                symbols.remove(at: position)
            }
        }
        let before = try ShapeLimits.count(data.shape.compactMap(\.fixed))
        let after = try ShapeLimits.count(explicit)
        if let inferred {
            if symbols.isEmpty {
                guard after > 0, before % after == 0 else {
                    throw GraphError.invalid("shape \(target) does not fit an input of shape \(data.shape)")
                }
                shape[inferred] = .fixed(before / after)
            } else if before == after, symbols.count == 1 {
                shape[inferred] = symbols[0]
            } else {
                shape[inferred] = .symbol("\(before)*\(symbols.map(\.description).joined(separator: "*"))/\(after)")
            }
        } else if symbols.isEmpty, data.fixedShape != nil || shape.contains(where: { $0.fixed == nil }), before != after
        {
            throw GraphError.invalid("shape \(target) does not fit an input of shape \(data.shape)")
        }
        return [TensorType(data.elementType, shape)]
    }

    /// The constant shape that does what a partly known one does, nil if there is none: an extent that the input has in the
    /// same place is copied, one other unknown extent is inferred.
    func resolved(_ target: [Dimension], data: [Dimension]) -> [Int]? {
        guard !allowZero else { return nil }
        var shape: [Int] = []
        var inferred = target.contains(.fixed(-1))
        for (index, extent) in target.enumerated() {
            if let fixed = extent.fixed {
                shape.append(fixed)
            } else if index < data.count, data[index] == extent {
                shape.append(0)
            } else if !inferred {
                shape.append(-1)
                inferred = true
            } else {
                return nil
            }
        }
        return shape
    }
}

extension Reshape {
    package static var nativeFloats: [ElementType] { ElementType.floats }
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let data = try arguments.required(0, "data")
        var shape = try arguments.integers(1, "shape")
        for (axis, extent) in shape.enumerated() where extent == 0 && !allowZero {
            guard axis < data.shape.count else {
                throw GraphError.invalid("shape \(shape) copies axis \(axis), which \(data.shape) does not have")
            }
            shape[axis] = data.shape[axis]
        }
        if let free = shape.firstIndex(of: -1) {
            var rest = shape
            rest[free] = 1
            let known = try ShapeLimits.count(rest)
            guard known > 0, data.count % known == 0 else {
                throw GraphError.invalid("\(data.shape) does not fit into \(shape)")
            }
            shape[free] = data.count / known
        }
        guard try ShapeLimits.count(shape) == data.count else {
            throw GraphError.invalid("\(data.shape) does not fit into \(shape)")
        }
        return [data.reshaped(to: shape)]
    }
}
