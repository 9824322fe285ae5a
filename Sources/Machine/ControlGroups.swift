/// How much processor time the control groups of this process grant (cgroups(7), versions 1 and 2).
///
/// A container's limit ("--cpus 1.5", Kubernetes' `limits.cpu`) stands there and nowhere else: neither the number of
/// processors nor the affinity mask shows it.
enum ControlGroups {
    /// A line of /proc/self/cgroup: `hierarchy:controllers:path`.
    struct Membership: Equatable {
        /// Empty for version 2.
        var controllers: [String]
        /// Where the process is in that hierarchy, as its cgroup namespace shows it.
        var path: String
    }

    /// A line of /proc/self/mountinfo for a hierarchy of control groups.
    struct Mount: Equatable {
        var isVersion2: Bool
        /// The part of the hierarchy that is mounted: "/", or a container's own group.
        var root: String
        /// Where.
        var point: String
        /// Version 1 only.
        var controllers: [String]
    }

    /// Lines that are not of the form are passed over.
    static func memberships(_ text: String) -> [Membership] {
        text.split(separator: "\n").compactMap { line in
            // A path may hold colons.
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3, Int(fields[0]) != nil, fields[2].hasPrefix("/") else { return nil }
            return Membership(controllers: fields[1].split(separator: ",").map(String.init), path: String(fields[2]))
        }
    }

    /// The hierarchies that are mounted; other lines are passed over.
    static func mounts(_ text: String) -> [Mount] {
        text.split(separator: "\n").compactMap { line in
            // ID parent device ROOT POINT options [tags ...] - TYPE source OPTIONS (proc_pid_mountinfo(5))
            let fields = line.split(separator: " ")
            guard fields.count > 5, let dash = fields[5...].firstIndex(of: "-"), dash + 3 < fields.count else {
                return nil
            }
            let type = fields[dash + 1]
            guard type == "cgroup2" || type == "cgroup" else { return nil }
            return Mount(
                isVersion2: type == "cgroup2", root: unescaped(fields[3]), point: unescaped(fields[4]),
                controllers: type == "cgroup" ? fields[dash + 3].split(separator: ",").map(String.init) : [])
        }
    }

    /// Octal escapes of blanks and backslashes (`\040`) as the bytes they stand for.
    private static func unescaped(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(3)
            if byte == UInt8(ascii: "\\"), digits.count == 3,
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
            {
                bytes.append(value)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The folders whose limits hold for a member, the innermost first, the mount point last.
    ///
    /// A container may see a path of the host's that is not below what is mounted for it, or one with `..`: then the
    /// mount point is the container's own group.
    static func folders(of membership: Membership, at mount: Mount) -> [String] {
        var below = Substring(membership.path)
        if mount.root != "/" {
            let inside = membership.path == mount.root || membership.path.hasPrefix(mount.root + "/")
            below = inside ? below.dropFirst(mount.root.count) : ""
        }
        var names = below.split(separator: "/")
        if names.contains("..") { names = [] }
        return (0...names.count).reversed().map { depth in
            ([Substring(mount.point)] + names.prefix(depth)).joined(separator: "/")
        }
    }

    /// The processors that `cpu.max` of version 2 grants ("150000 100000" is 1.5); nil for none ("max 100000") and for
    /// what is not of the form.
    static func limit(cpuMax text: String) -> Double? {
        let fields = text.split { $0.isWhitespace }
        guard fields.count == 2 else { return nil }
        return limit(quota: String(fields[0]), period: String(fields[1]))
    }

    /// The processors that `cpu.cfs_quota_us` over `cpu.cfs_period_us` of version 1 grant; nil for none (-1) and for
    /// what is not of the form.
    static func limit(quota: String, period: String) -> Double? {
        guard let quota = Int(quota.filter { !$0.isWhitespace }), let period = Int(period.filter { !$0.isWhitespace }),
            quota > 0, period > 0
        else { return nil }
        return Double(quota) / Double(period)
    }

    /// The smallest limit on the way from the process's own groups up to the root, in processors; nil for none.
    ///
    /// - Parameter root: what stands before `/proc` and the mount points: "" but in tests.
    static func processorLimit(root: String) -> Double? {
        let memberships = memberships(SystemFile.text(root + "/proc/self/cgroup") ?? "")
        let mounts = mounts(SystemFile.text(root + "/proc/self/mountinfo") ?? "")
        var limits: [Double] = []
        for mount in mounts where mount.isVersion2 || mount.controllers.contains("cpu") {
            for membership in memberships
            where mount.isVersion2 ? membership.controllers.isEmpty : membership.controllers.contains("cpu") {
                for folder in folders(of: membership, at: mount) {
                    let folder = root + folder
                    let limit =
                        mount.isVersion2
                        ? SystemFile.text(folder + "/cpu.max").flatMap(Self.limit(cpuMax:))
                        : limit(
                            quota: SystemFile.text(folder + "/cpu.cfs_quota_us") ?? "",
                            period: SystemFile.text(folder + "/cpu.cfs_period_us") ?? "")
                    if let limit { limits.append(limit) }
                }
            }
        }
        return limits.min()
    }
}
