extension JSONValue {
    /// The value of member `key` if this is an object that has it.
    package subscript(key: String) -> JSONValue? {
        if case .object(let object) = self { return object[key] }
        return nil
    }

    /// The object, or nil.
    package var object: JSONObject? {
        if case .object(let object) = self { return object }
        return nil
    }

    /// How many elements either form of array has, or nil.
    package var elementCount: Int? {
        switch self {
        case .array(let elements): return elements.count
        case .numbers(let numbers): return numbers.count
        default: return nil
        }
    }

    /// The elements of either form of array, or nil. Makes a value of each compact number, of three times its size: where a
    /// list may be long, ask for its form or its `elementCount` first.
    package var array: [JSONValue]? {
        switch self {
        case .array(let elements): return elements
        case .numbers(let numbers):
            return numbers.map { number in
                if let integer = Int(exactly: number), !(number == 0 && number.sign == .minus) {
                    return .integer(integer)
                }
                return .number(number)
            }
        default: return nil
        }
    }

    /// The string, or nil.
    package var string: String? {
        if case .string(let string) = self { return string }
        return nil
    }

    /// The truth value, or nil.
    package var bool: Bool? {
        if case .bool(let bool) = self { return bool }
        return nil
    }

    /// The number if it is a whole one that fits (`5` and `5.0`), or nil.
    package var integer: Int? {
        switch self {
        case .integer(let integer): return integer
        case .number(let number): return Int(exactly: number)
        default: return nil
        }
    }

    /// The number, rounded to the nearest double, or nil.
    package var double: Double? {
        switch self {
        case .integer(let integer): return Double(integer)
        case .number(let number): return number
        default: return nil
        }
    }

    /// True for `null`.
    package var isNull: Bool { self == .null }

    /// What this is, for messages: "an object", "a string".
    package var kindName: String {
        switch self {
        case .null: return "null"
        case .bool: return "a boolean"
        case .integer, .number: return "a number"
        case .string: return "a string"
        case .array, .numbers: return "an array"
        case .object: return "an object"
        }
    }
}
