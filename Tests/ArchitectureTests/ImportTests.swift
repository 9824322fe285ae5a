import TestSupport
import Testing

@Suite struct ImportTests {
    /// What the toolchain brings and every module may use. Not Foundation: it would link 45 MB of ICU.
    static let platform: Set<String> = ["FoundationEssentials", "Dispatch", "Glibc", "Synchronization"]
    /// Everything that knows what a model is.
    static let modelModules: Set<String> = [
        "ModelGraph", "FixedPoint", "ONNX", "Reference", "Quantization", "Checkpoint", "Inference", "Kernels",
        "CKernels", "Repository", "Serving", "Imaging",
    ]

    @Test func packageAndImportsAreRead() {
        #expect(Sources.dependencies["Inference"]?.isSuperset(of: ["Kernels", "ModelGraph"]) == true)
        #expect(Sources.dependencies["mantissa"]?.contains("ArgumentParser") == true)
        #expect(Sources.dependencies["FixedPoint"] == [])
        #expect(Sources.imports.contains { $0.module == "Reference" && $0.imported == "ModelGraph" })
    }

    @Test func everyModuleImportsOnlyWhatThePackageGivesIt() {
        for line in Sources.imports {
            let allowed = Sources.dependencies[line.module, default: []].union(Self.platform)
            #expect(allowed.contains(line.imported), "\(line)")
        }
    }

    @Test func onlyKernelsTouchesCKernels() {
        #expect(Sources.dependencies.filter { $0.value.contains("CKernels") }.keys.sorted() == ["Kernels"])
    }

    @Test(arguments: [
        "HTTPServer", "Batching", "Configuration", "JSON", "Metrics", "Telemetry", "Machine", "Evaluation",
    ])
    func knowsNoModel(_ module: String) {
        #expect(Sources.dependencies[module]?.isDisjoint(with: Self.modelModules) == true)
    }

    @Test func theEngineKnowsNeitherServerNorFiles() {
        let allowed: Set<String> = ["Kernels", "ModelGraph", "FixedPoint"]
        #expect(Sources.dependencies["Inference"]?.isSubset(of: allowed) == true)
    }

    @Test func servingRunsNoFloatReference() {
        for module in ["Serving", "Repository", "Inference"] {
            let unwanted: Set<String> = ["Reference", "Quantization", "ONNX"]
            #expect(Sources.dependencies[module]?.isDisjoint(with: unwanted) == true, "\(module)")
        }
    }
}
