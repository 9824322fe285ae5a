// swift-tools-version: 6.2

import PackageDescription

// Every dependency costs build time, start-up time and trust, so each carries the reason why it is here.
// None of them may import all of Foundation: that would link 45 MB of ICU into the binary.
let dependencies: [Package.Dependency] = [
    // The command line: parsing, help text, exit codes for wrong usage.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // The currency types of HTTP: methods, status codes, field names.
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    // The logging façade: levels, metadata, one place to change the format.
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    // The tracing façade: spans and their contexts, so that what libraries trace is exported as well.
    .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
    // The metrics façade that Metrics stands behind.
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    // ONNX files are protocol buffers; the runtime only, the generated code is committed.
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
]

let swiftSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    // Generic code of one module is compiled for the types of another: without it every call looks up types at run time, and the way
    // of a request through queues and metrics takes several times as long.
    .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
]

/// A module of ours: its name, what it imports of ours and of others.
func module(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: swiftSettings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: swiftSettings)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
// swift-metrics has a target called Metrics as well; the alias keeps the name for ours.
let coreMetrics = Target.Dependency.product(
    name: "Metrics", package: "swift-metrics", moduleAliases: ["Metrics": "SwiftMetrics"])
let tracing = Target.Dependency.product(name: "Tracing", package: "swift-distributed-tracing")
let swiftProtobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")

/// The fuzzers are tests of the seeds they begin with, or, where MANTISSA_FUZZ is set (scripts/fuzz.sh), one program for
/// libFuzzer: a build of everything else knows nothing of that.
let fuzzers: Target = {
    let modules: [Target.Dependency] = [
        "Serving", "Repository", "HTTPServer", "Configuration", "JSON", "Telemetry", "Imaging", "Inference", "Kernels",
        "Checkpoint", "ONNX", "ModelGraph", "TestSupport", httpTypes,
    ]
    let notSources = ["Dictionaries", "Seeds", "make_seeds.py"]
    guard Context.environment["MANTISSA_FUZZ"] != nil else {
        return .testTarget(
            name: "Fuzz", dependencies: modules, exclude: notSources + ["Harness"],
            swiftSettings: swiftSettings)
    }
    // libFuzzer has the main function.
    return .executableTarget(
        name: "Fuzz", dependencies: modules, path: "Tests/Fuzz", exclude: notSources + ["SeedTests.swift"],
        swiftSettings: swiftSettings + [.unsafeFlags(["-parse-as-library"])])
}()

let package = Package(
    name: "mantissa",
    products: [.executable(name: "mantissa", targets: ["mantissa"])],
    dependencies: dependencies,
    targets: [
        // The command line, and the composition of the server.
        .executableTarget(
            name: "mantissa",
            dependencies: [
                "Serving", "Quantization", "Evaluation", "Reference", "Imaging", "Inference", "Kernels", "Checkpoint",
                "ONNX",
                "ModelGraph", "FixedPoint", "PortableMath", "HTTPServer", "Configuration", "JSON", "Machine",
                "COpenSSL",
                argumentParser, logging,
            ],
            swiftSettings: swiftSettings),
        module(
            "Serving",
            [
                "Repository", "Batching", "HTTPServer", "Configuration", "JSON", "Metrics", "Telemetry", "Machine",
                "Imaging", "Inference", "Kernels", "Checkpoint", "ModelGraph", "FixedPoint", httpTypes, logging,
                tracing,
            ],
            // Sources of the page, which scripts/embed-page.sh turns into Page.swift.
            exclude: ["Page/page.html", "Page/page.css", "Page/page.js"]),
        module(
            "Repository",
            [
                "Inference", "Checkpoint", "ModelGraph", "FixedPoint", "Kernels", "Machine", "Configuration", "JSON",
                "CLinux", logging,
            ]),
        module("Batching", ["Machine"]),
        module("HTTPServer", ["Machine", "CLinux", "COpenSSL", "CZlib", httpTypes, logging]),
        module("Configuration", ["JSON"]),
        module("JSON"),
        module("Metrics", [coreMetrics]),
        module("Telemetry", ["JSON", "Machine", tracing]),
        module("Machine", ["CLinux"]),
        module("Imaging", ["Checkpoint", "ModelGraph", "FixedPoint", "CTurboJPEG", "CPNG", "CWebP"]),
        module(
            "Quantization",
            [
                "Evaluation", "Reference", "Inference", "Kernels", "Checkpoint", "ModelGraph", "FixedPoint",
                "PortableMath",
            ]),
        module("Evaluation", ["PortableMath"]),
        module("Inference", ["Kernels", "ModelGraph", "FixedPoint"]),
        module("Kernels", ["CKernels", "FixedPoint"]),
        module("Reference", ["ModelGraph", "COpenBLAS"]),
        module("Checkpoint", ["ModelGraph", "FixedPoint", "COpenSSL"]),
        module("ONNX", ["ModelGraph", "FixedPoint", swiftProtobuf]),
        module("ModelGraph", ["FixedPoint", "PortableMath"]),
        module("PortableMath"),
        module("FixedPoint"),

        // What `make bench-instructions` counts. It needs nothing from outside, so there is nothing to resolve for it, which
        // is what a nested package would be for; and a nested one could not see what is `package` here.
        .executableTarget(
            name: "instruction-counts", dependencies: ["Inference", "Kernels", "Checkpoint", "ModelGraph"],
            path: "Benchmarks/InstructionCounts", swiftSettings: swiftSettings),

        // What `make bench-http` measures uploads with.
        .executableTarget(
            name: "http-upload", dependencies: ["HTTPServer", httpTypes, logging], path: "Benchmarks/HTTPUpload",
            swiftSettings: swiftSettings),

        // SIMD micro-kernels. Floating point keeps one fixed order: no contraction into FMA, ever.
        .target(
            name: "CKernels",
            cSettings: [
                .unsafeFlags(["-O3", "-ffp-contract=off", "-fno-fast-math"])
            ]),

        // System libraries: a module map and a shim each.
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CTurboJPEG", pkgConfig: "libturbojpeg", providers: [.apt(["libturbojpeg0-dev"])]),
        .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
        .systemLibrary(name: "CWebP", pkgConfig: "libwebp", providers: [.apt(["libwebp-dev"])]),
        .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CLinux"),

        // Tests mirror Sources.
        .target(
            name: "TestSupport", dependencies: ["ModelGraph", "Checkpoint"], path: "Tests/TestSupport",
            swiftSettings: swiftSettings),
        tests("FixedPointTests", ["FixedPoint"]),
        tests("PortableMathTests", ["PortableMath", "TestSupport"]),
        tests("ModelGraphTests", ["ModelGraph", "FixedPoint", "TestSupport"]),
        tests(
            "ONNXTests",
            [
                "ONNX", "ModelGraph", "FixedPoint", "Reference", "Quantization", "Inference", "Kernels", "TestSupport",
                swiftProtobuf,
            ]),
        tests("ReferenceTests", ["Reference", "ModelGraph", "TestSupport"]),
        tests("CheckpointTests", ["Checkpoint", "ModelGraph", "FixedPoint", "TestSupport"]),
        tests("KernelTests", ["Kernels", "FixedPoint", "TestSupport"]),
        tests("InferenceTests", ["Inference", "Kernels", "ModelGraph", "FixedPoint", "TestSupport"]),
        tests(
            "QuantizationTests",
            [
                "Quantization", "Reference", "Inference", "Kernels", "Checkpoint", "ModelGraph", "FixedPoint",
                "TestSupport",
            ]),
        tests("EvaluationTests", ["Evaluation", "TestSupport"]),
        tests("ImagingTests", ["Imaging", "Checkpoint", "ModelGraph", "FixedPoint", "TestSupport"]),
        tests("ConfigurationTests", ["Configuration", "JSON", "TestSupport"]),
        tests("JSONTests", ["JSON", "TestSupport"]),
        tests("MetricsTests", ["Metrics", "TestSupport"]),
        tests("TelemetryTests", ["Telemetry", "JSON", "TestSupport", tracing]),
        tests("MachineTests", ["Machine", "TestSupport"]),
        tests("BatchingTests", ["Batching", "TestSupport"]),
        tests(
            "RepositoryTests",
            [
                "Repository", "Inference", "Kernels", "Checkpoint", "ModelGraph", "FixedPoint", "Configuration", "JSON",
                "TestSupport", logging,
            ]),
        tests("HTTPServerTests", ["HTTPServer", "TestSupport", httpTypes, logging]),
        tests("HTTPConformance", ["HTTPServer", "COpenSSL", "TestSupport", httpTypes, logging]),
        tests(
            "ServingTests",
            [
                "Serving", "Repository", "Batching", "HTTPServer", "Configuration", "JSON", "Metrics", "Telemetry",
                "Imaging", "Inference", "Kernels", "Checkpoint", "ModelGraph", "TestSupport", httpTypes, logging,
                tracing,
            ]),
        tests(
            "OperatorConformance",
            [
                "ONNX", "ModelGraph", "FixedPoint", "Reference", "Quantization", "Inference", "Kernels", "Checkpoint",
                "TestSupport",
            ]),
        tests("EndToEnd", ["Serving", "HTTPServer", "Configuration", "JSON", "TestSupport", "mantissa"]),
        tests("ArchitectureTests", ["ONNX", "ModelGraph", "Reference", "Inference", "TestSupport"]),
        fuzzers,
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c11
)
