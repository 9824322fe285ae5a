import TestSupport
import Testing

@testable import Machine

@Suite struct ControlGroupsTests {
    /// A machine as files: /proc/self/cgroup, /proc/self/mountinfo, and what lies in the hierarchies.
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var cgroup: String
        var mounts: String
        var files: [String: String] = [:]
        var limit: Double?
    }

    static let version2 = "29 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n"
    static let version1 = "33 31 0:30 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n"
    static let v1 = "/sys/fs/cgroup/cpu,cpuacct"

    static let cases = [
        Case(
            testDescription: "no control groups", cgroup: "", mounts: "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n",
            limit: nil),
        Case(testDescription: "v2 without a limit", cgroup: "0::/user.slice\n", mounts: version2, limit: nil),
        Case(
            testDescription: "v2 max", cgroup: "0::/a\n", mounts: version2,
            files: ["/sys/fs/cgroup/a/cpu.max": "max 100000\n"], limit: nil),
        Case(
            testDescription: "v2", cgroup: "0::/a\n", mounts: version2,
            files: ["/sys/fs/cgroup/a/cpu.max": "150000 100000\n"], limit: 1.5),
        Case(
            testDescription: "v2 in a namespace", cgroup: "0::/\n", mounts: version2,
            files: ["/sys/fs/cgroup/cpu.max": "50000 100000\n"], limit: 0.5),
        Case(
            testDescription: "v2 limit of the grandparent", cgroup: "0::/a/b/c\n", mounts: version2,
            files: [
                "/sys/fs/cgroup/a/cpu.max": "200000 100000\n", "/sys/fs/cgroup/a/b/cpu.max": "max 100000\n",
                "/sys/fs/cgroup/a/b/c/cpu.max": "400000 100000\n",
            ], limit: 2),
        Case(
            testDescription: "v2 limit of the innermost", cgroup: "0::/a/b\n", mounts: version2,
            files: ["/sys/fs/cgroup/a/cpu.max": "800000 100000\n", "/sys/fs/cgroup/a/b/cpu.max": "30000 10000\n"],
            limit: 3),
        Case(
            testDescription: "v2 of a neighbour does not count", cgroup: "0::/a\n", mounts: version2,
            files: ["/sys/fs/cgroup/ab/cpu.max": "100000 100000\n"], limit: nil),
        Case(
            testDescription: "v2 garbage", cgroup: "0::/a/b\n", mounts: version2,
            files: ["/sys/fs/cgroup/a/cpu.max": "300000 100000\n", "/sys/fs/cgroup/a/b/cpu.max": "a lot\n"], limit: 3),
        Case(
            testDescription: "v2 path outside of the namespace", cgroup: "0::/../other\n", mounts: version2,
            files: ["/sys/fs/cgroup/cpu.max": "100000 100000\n", "/sys/other/cpu.max": "1 100000\n"], limit: 1),
        Case(
            testDescription: "v1", cgroup: "4:cpu,cpuacct:/a\n0::/\n", mounts: version1,
            files: ["\(v1)/a/cpu.cfs_quota_us": "250000\n", "\(v1)/a/cpu.cfs_period_us": "100000\n"], limit: 2.5),
        Case(
            testDescription: "v1 without a limit", cgroup: "4:cpu,cpuacct:/a\n", mounts: version1,
            files: ["\(v1)/a/cpu.cfs_quota_us": "-1\n", "\(v1)/a/cpu.cfs_period_us": "100000\n"], limit: nil),
        Case(
            testDescription: "v1 nested", cgroup: "4:cpu,cpuacct:/a/b\n", mounts: version1,
            files: [
                "\(v1)/a/cpu.cfs_quota_us": "100000\n", "\(v1)/a/cpu.cfs_period_us": "50000\n",
                "\(v1)/a/b/cpu.cfs_quota_us": "-1\n", "\(v1)/a/b/cpu.cfs_period_us": "100000\n",
            ], limit: 2),
        Case(
            testDescription: "v1 of a container without a namespace", cgroup: "4:cpu,cpuacct:/docker/f00\n",
            mounts: "33 31 0:30 /docker/f00 /sys/fs/cgroup/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct\n",
            files: ["\(v1)/cpu.cfs_quota_us": "150000\n", "\(v1)/cpu.cfs_period_us": "100000\n"], limit: 1.5),
        Case(
            testDescription: "v1 other controllers do not count", cgroup: "4:memory:/a\n3:cpuset:/a\n",
            mounts: "33 31 0:30 / /sys/fs/cgroup/cpuset rw - cgroup cgroup rw,cpuset\n",
            files: ["/sys/fs/cgroup/cpuset/a/cpu.cfs_quota_us": "1\n"], limit: nil),
        Case(
            testDescription: "v1 and v2 together", cgroup: "1:cpu:/a\n0::/b\n",
            mounts: "33 31 0:30 / /c/cpu rw - cgroup cgroup rw,cpu\n41 31 0:38 / /c/unified rw - cgroup2 cgroup2 rw\n",
            files: [
                "/c/cpu/a/cpu.cfs_quota_us": "300000", "/c/cpu/a/cpu.cfs_period_us": "100000",
                "/c/unified/b/cpu.max": "400000 100000",
            ], limit: 3),
        Case(
            testDescription: "a mount point with a blank", cgroup: "0::/a\n",
            mounts: "29 23 0:26 / /my\\040groups rw - cgroup2 cgroup2 rw\n",
            files: ["/my groups/a/cpu.max": "100000 50000\n"], limit: 2),
        Case(
            testDescription: "garbage", cgroup: "\u{0}::\n:::\n7\n0::a\n", mounts: "- - -\n1 2 3 4 5 6 -\n\n",
            limit: nil),
    ]

    @Test(arguments: cases) func theSmallestLimitOnTheWayUpHolds(_ machine: Case) throws {
        let folder = try TemporaryFolder()
        try folder.write(machine.cgroup, to: "proc/self/cgroup")
        try folder.write(machine.mounts, to: "proc/self/mountinfo")
        for (path, text) in machine.files { try folder.write(text, to: String(path.dropFirst())) }
        #expect(ControlGroups.processorLimit(root: folder.path) == machine.limit)
    }

    @Test func aMachineWithoutTheseFilesHasNoLimit() throws {
        #expect(ControlGroups.processorLimit(root: try TemporaryFolder().path) == nil)
    }

    @Test(
        arguments: [
            ("max 100000", nil), ("100000 100000\n", 1), ("1000 100000", 0.01), ("max", nil), ("", nil), ("5", nil),
            ("0 100000", nil), ("-1 100000", nil), ("100000 0", nil), ("100000 -5", nil), ("1 2 3", nil),
            ("1.5 2", nil),
            ("99999999999999999999 100000", nil), ("9223372036854775807 1", 9_223_372_036_854_775_807.0),
        ] as [(String, Double?)])
    func readsCPUMax(_ text: String, limit: Double?) {
        #expect(ControlGroups.limit(cpuMax: text) == limit)
    }

    @Test func pathsMayHoldColons() {
        #expect(
            ControlGroups.memberships("12:cpu:/kube:pod\n0::/x:y\n") == [
                .init(controllers: ["cpu"], path: "/kube:pod"), .init(controllers: [], path: "/x:y"),
            ])
    }
}
