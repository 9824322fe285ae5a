import FixedPoint
import Testing

@Suite struct RoundingTests {
    @Test(
        arguments: [
            (0.5, 0), (1.5, 2), (2.5, 2), (-0.5, 0), (-1.5, -2), (-2.5, -2), (0.49999997, 0), (0.50000006, 1),
            (32766.5, 32766), (-32765.5, -32766), (100.25, 100), (100.75, 101), (-0.0, 0),
        ] as [(Float, Int16)])
    func tiesGoToEven(value: Float, expected: Int16) {
        #expect(Rounding.saturating(value) == Rounding.Result(mantissa: expected, isSaturated: false))
    }

    @Test(
        arguments: [
            (32767.4, 32767, false), (32767.5, 32767, true), (32768, 32767, true), (1e30, 32767, true),
            (-32767.4, -32767, false), (-32767.5, -32767, true), (-32768, -32767, true), (.infinity, 32767, true),
            (-.infinity, -32767, true), (.nan, 0, false),
        ] as [(Float, Int16, Bool)])
    func saturationIsJudgedAfterRounding(value: Float, expected: Int16, saturated: Bool) {
        #expect(Rounding.saturating(value) == Rounding.Result(mantissa: expected, isSaturated: saturated))
    }

    @Test func limitsOfTheFormatHold() {
        let format = DFPFormat(exponent: -4, minimum: 0, maximum: 4095)
        #expect(format.mantissa(of: 1) == 16)
        #expect(format.mantissa(of: -1) == 0)
        #expect(format.mantissa(of: 255.9375) == 4095)
        #expect(format.mantissa(of: 1e9) == 4095)
        #expect(Rounding.mantissa(of: 256, in: format).isSaturated)
        #expect(Rounding.mantissa(of: -0.03125, in: format) == Rounding.Result(mantissa: 0, isSaturated: false))
    }

    @Test(arguments: [-126, -14, -1, 0, 1, 14, 110])
    func everyMantissaSurvivesTheRoundTrip(exponent: Int) {
        let format = DFPFormat(exponent: exponent)
        for mantissa in Int16(-32767)...32767 where format.mantissa(of: format.value(of: mantissa)) != mantissa {
            Issue.record(
                "\(mantissa) at exponent \(exponent) becomes \(format.mantissa(of: format.value(of: mantissa)))")
        }
    }

    @Test(arguments: [(32767, 16), (4095, 13), (4096, 14), (1, 2), (0, 1)] as [(Int16, Int)])
    func bitsCountTheSign(maximum: Int16, bits: Int) {
        #expect(DFPFormat(exponent: 0, minimum: -maximum, maximum: maximum).bits == bits)
    }
}
