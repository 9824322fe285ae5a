import Glibc

/// What libFuzzer calls. `MANTISSA_FUZZ_TARGET` names the target; scripts/fuzz.sh sets it.
private let target: FuzzTarget = {
    let name = getenv("MANTISSA_FUZZ_TARGET").map { String(cString: $0) } ?? ""
    guard let target = FuzzTarget.named(name) else {
        let names = FuzzTarget.all.map(\.name).joined(separator: "\n")
        print(name == "list" ? names : "no target '\(name)'; MANTISSA_FUZZ_TARGET must be one of:\n\(names)")
        exit(name == "list" ? 0 : 2)
    }
    return target
}()

@_cdecl("LLVMFuzzerInitialize")
public func initialize(
    _: UnsafeMutablePointer<CInt>?, _: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>?
) -> CInt {
    _ = target
    return 0
}

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    // Longer ones come from seeds only; -1 keeps them out of the corpus.
    guard count <= target.byteLimit else { return -1 }
    do {
        try target.check(Array(UnsafeBufferPointer(start: bytes, count: count)))
    } catch {
        fatalError("\(target.name): \(error)")
    }
    return 0
}
