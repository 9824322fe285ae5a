import Configuration
import JSON
import Testing

@Suite struct EffectiveConfigurationTests {
    private static let settings = [
        Setting(
            "port", .integer(0...65535), default: .integer(8000), flag: "--port", foreignPrefix: "tcp://", help: "Port."
        ),
        Setting("threads", .integer(1...64), flag: "--threads", isNullable: true, help: "Threads."),
        Setting("max_batch", .integer(1...4096), default: .integer(32), flag: "--max-batch", help: "Images."),
        Setting("token", .text, flag: "--token", isNullable: true, isSecret: true, help: "Secret."),
    ]

    private func configuration(
        file: String? = nil, environment: [String: String] = [:], flags: [String: String] = [:]
    ) throws -> EffectiveConfiguration {
        try EffectiveConfiguration(
            Self.settings, file: file.map { try ConfigurationFile(path: "f.json", bytes: Array($0.utf8)) },
            environment: environment, flags: flags)
    }

    /// Every combination of the three sources: the strongest one that is there wins.
    @Test(arguments: 0..<8) func theStrongestSourceWins(_ sources: Int) throws {
        let (hasFile, hasVariable, hasFlag) = (sources & 1 != 0, sources & 2 != 0, sources & 4 != 0)
        let configuration = try configuration(
            file: hasFile ? #"{"max_batch": 1}"# : nil, environment: hasVariable ? ["MANTISSA_MAX_BATCH": "2"] : [:],
            flags: hasFlag ? ["max_batch": "3"] : [:])
        let expected: (Int, SettingSource) =
            hasFlag ? (3, .flag) : hasVariable ? (2, .environment) : hasFile ? (1, .file) : (32, .default)
        #expect(configuration["max_batch"] == .integer(expected.0))
        #expect(configuration.source(of: "max_batch") == expected.1)
        #expect(configuration["port"] == .integer(8000))
        #expect(configuration.source(of: "port") == .default)
    }

    @Test func aBadValueIsRefusedWhereverItStands() throws {
        let file = try #require(throws: ConfigurationError.self) {
            try configuration(file: #"{"max_batch": 0}"#, flags: ["max_batch": "3"])
        }
        #expect(file.description == "f.json: max_batch: expected a whole number from 1 to 4096, not 0")
        let variable = try #require(throws: ConfigurationError.self) {
            try configuration(environment: ["MANTISSA_MAX_BATCH": "0"], flags: ["max_batch": "3"])
        }
        #expect(variable.description == "MANTISSA_MAX_BATCH: expected a whole number from 1 to 4096, not \"0\"")
        let flag = try #require(throws: ConfigurationError.self) { try configuration(flags: ["max_batch": "many"]) }
        #expect(flag.description == "--max-batch: expected a whole number from 1 to 4096, not \"many\"")
    }

    @Test func anEmptyVariableIsNone() throws {
        #expect(try configuration(environment: ["MANTISSA_MAX_BATCH": ""]).source(of: "max_batch") == .default)
    }

    @Test func whatKubernetesSetsIsPassedOver() throws {
        let configuration = try configuration(environment: [
            "MANTISSA_PORT": "tcp://10.0.0.1:8000", "MANTISSA_SERVICE_HOST": "10.0.0.1",
            "MANTISSA_SERVICE_PORT": "8000",
            "MANTISSA_PORT_8000_TCP": "tcp://10.0.0.1:8000", "MANTISSA_PORT_8000_TCP_PROTO": "tcp",
            "MANTISSA_PORT_8000_TCP_PORT": "8000", "MANTISSA_PORT_8000_TCP_ADDR": "10.0.0.1",
        ])
        #expect(configuration["port"] == .integer(8000))
        #expect(throws: ConfigurationError.self) { try self.configuration(environment: ["MANTISSA_PORT": "udp://x"]) }
    }

    @Test func aMisspeltVariableIsRefused() throws {
        let error = try #require(throws: ConfigurationError.self) {
            try configuration(environment: ["MANTISSA_MAX_BACH": "8"])
        }
        #expect(error.description == "MANTISSA_MAX_BACH: unknown variable; did you mean MANTISSA_MAX_BATCH?")
        // Of somebody else, or of another program.
        _ = try configuration(environment: ["MANTISSA_ZOO": "x", "MAX_BACH": "8", "MANTISSA_": ""])
    }

    @Test func nullInTheFileMeansWhatNothingMeans() throws {
        var configuration = try configuration(file: #"{"threads": null}"#)
        configuration.resolveNull(of: "threads", to: .integer(2))
        configuration.resolveNull(of: "port", to: .integer(2))
        #expect(configuration["threads"] == .integer(2))
        #expect(configuration.source(of: "threads") == .file)
        #expect(configuration["port"] == .integer(8000))
    }

    @Test func aFaultFoundLaterNamesTheSource() throws {
        #expect(try configuration(flags: ["threads": "1"]).fault("threads", "no").description == "--threads: no")
        #expect(
            try configuration(environment: ["MANTISSA_THREADS": "1"]).fault("threads", "no").description
                == "MANTISSA_THREADS: no")
        #expect(
            try configuration(file: #"{"threads": 1}"#).fault("threads", "no").description == "f.json: threads: no")
    }

    @Test func valuesArePrintedWithTheirSourcesAndSecretsAreNot() throws {
        let configuration = try configuration(
            file: #"{"token": "hunter2"}"#, environment: ["MANTISSA_THREADS": "3"], flags: ["port": "0"])
        #expect(
            String(decoding: configuration.json(), as: UTF8.self) == """
                {
                  "port": {"value": 0, "source": "flag"},
                  "threads": {"value": 3, "source": "environment"},
                  "max_batch": {"value": 32, "source": "default"},
                  "token": {"value": "<redacted>", "source": "file"}
                }

                """)
        #expect(String(decoding: try self.configuration().json(), as: UTF8.self).contains(#""token": {"value": null"#))
    }
}
