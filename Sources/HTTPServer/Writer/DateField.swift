import Glibc

/// The value of the `Date` field, made anew at most once a second.
struct DateField {
    private var second: Int = .min
    private var bytes: [UInt8] = []

    /// The current date as `Sun, 06 Nov 1994 08:49:37 GMT`.
    mutating func current() -> [UInt8] {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME_COARSE, &now)
        return at(second: now.tv_sec)
    }

    /// The date `second` seconds after the epoch (RFC 9110 section 5.6.7, IMF-fixdate).
    mutating func at(second: Int) -> [UInt8] {
        if second != self.second {
            self.second = second
            bytes = Self.format(second)
        }
        return bytes
    }

    private static func format(_ second: Int) -> [UInt8] {
        var time = time_t(second)
        var parts = tm()
        guard gmtime_r(&time, &parts) != nil else { return Array("Thu, 01 Jan 1970 00:00:00 GMT".utf8) }
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let day = days[Int(parts.tm_wday) % 7]
        let month = months[Int(parts.tm_mon) % 12]
        let year = Int(parts.tm_year) + 1900
        let text =
            "\(day), \(two(parts.tm_mday)) \(month) \(year) "
            + "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) GMT"
        return Array(text.utf8)
    }

    private static func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
