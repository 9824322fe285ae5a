import Testing

@testable import Machine

@Suite struct ResidentMemoryTests {
    @Test func readsTheKernelsFiles() {
        #expect(ResidentMemory.pages(statm: "1234 567 89 1 0 2 0\n") == 567)
        #expect(ResidentMemory.pages(statm: "1234 567 89 1 0 2 0\n", field: 2) == 89)
        #expect(ResidentMemory.pages(statm: "1234 567\n", field: 2) == nil)
        let status = "Name:\tx\nVmPeak:\t  900 kB\nVmHWM:\t  123 kB\nVmRSS:\t  100 kB\n"
        #expect(ResidentMemory.bytes(of: "VmHWM", status: status) == 123 * 1024)
        #expect(ResidentMemory.bytes(of: "VmRSS", status: status) == 100 * 1024)
    }

    @Test(arguments: ["", "x", "VmHWM:", "VmHWM: 12", "VmHWM: x kB", "VmHWM: 12 MB", "VmHWMX: 1 kB"])
    func whatIsNotOfTheFormIsNil(_ text: String) {
        #expect(ResidentMemory.bytes(of: "VmHWM", status: text) == nil)
        #expect(ResidentMemory.pages(statm: text.split(separator: " ").first.map(String.init) ?? "") == nil)
    }

    @Test func trimmingChangesNothingThatRuns() {
        ResidentMemory.trim()
        #expect(ResidentMemory.bytes(of: "VmRSS", status: "VmRSS: 1 kB\n") == 1024)
    }

    @Test func thisProcessHasMemory() throws {
        let current = try #require(ResidentMemory.current)
        #expect(current > 1 << 20)
        // Asked later, so that it has seen `current`; the kernel counts lazily, by at most some pages for each thread.
        #expect(try #require(ResidentMemory.peak) > current / 2)
    }
}
