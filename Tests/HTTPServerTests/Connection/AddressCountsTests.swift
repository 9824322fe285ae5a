import Testing

@testable import HTTPServer

struct AddressCountsTests {
    @Test func countsIPv4AddressesAndIPv6Networks() {
        let counts = AddressCounts(limit: 2)
        for address in ["192.0.2.1", "192.0.2.1", "2001:db8:0:1::1", "2001:db8:0:1:ffff::2"] {
            #expect(counts.verdict(address) == .welcome)
            counts.add(address, isRefused: false)
        }
        #expect(counts.verdict("192.0.2.1") == .refused)
        #expect(counts.verdict("192.0.2.2") == .welcome)
        #expect(counts.verdict("2001:db8:0:1:1:2:3:4") == .refused)
        #expect(counts.verdict("2001:db8:0:2::1") == .welcome)
        counts.remove("2001:db8:0:1::9", isRefused: false)
        #expect(counts.verdict("2001:db8:0:1::1") == .welcome)
    }

    @Test(arguments: ["", "unix:", "unix:/run/a:b", "localhost", "1:2"]) func keepsWhatIsNoIPv6Address(
        _ address: String
    ) {
        #expect(AddressCounts.peer(address) == address)
    }

    @Test func fewRefusalsAreTold() {
        let counts = AddressCounts(limit: 1)
        counts.add("::1", isRefused: false)
        for _ in 0..<16 {
            #expect(counts.verdict("::1") == .refused)
            counts.add("::1", isRefused: true)
        }
        #expect(counts.verdict("::1") == .closed)
    }
}
