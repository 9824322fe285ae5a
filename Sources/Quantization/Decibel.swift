import Glibc

/// Ratios of energies in dB.
enum Decibel {
    /// 10 log10(signal / noise); 200 where there is no noise, 0 where there is neither.
    static func ratio(_ signal: Double, _ noise: Double) -> Double {
        guard noise > 0 else { return signal > 0 ? 200 : 0 }
        guard signal > 0 else { return -200 }
        return min(200, max(-200, 10 * log10(signal / noise)))
    }

    /// Noise for a signal of 1.
    static func noise(_ decibels: Double) -> Double { pow(10, -decibels / 10) }
}
